import type { z } from 'zod';
import type { packageOutput } from '~server/packages/package.schema.ts';

/** A package as the API answers it and its pages show it. */
export type PackageView = z.output<typeof packageOutput>;
