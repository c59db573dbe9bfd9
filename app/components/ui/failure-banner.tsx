import { Banner } from './banner.tsx';

/** What just went wrong with a form or an action, read out at once; nothing where nothing did. */
export function FailureBanner({ failure }: { failure: { message: string } | null | undefined }) {
  return failure ? (
    <Banner tone="bad" role="alert">
      {failure.message}
    </Banner>
  ) : null;
}
