import type { ShouldRevalidateFunction } from '@remix-run/react';

/**
 * A route's `shouldRevalidate`: after any post, refused ones too, the page shows what is there now. Single fetch by
 * itself keeps the old data after a 4xx, while a conflict means that something else changed it.
 */
export const reloadAfterPost: ShouldRevalidateFunction = ({ formMethod, defaultShouldRevalidate }) =>
  formMethod === 'POST' || defaultShouldRevalidate;
