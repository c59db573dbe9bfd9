import { Banner } from '../ui/banner.tsx';

/** A password or token that is shown this once: on this answer, never again. */
export function OneTimeSecret({ title, secret, children }: { title: string; secret: string; children?: string }) {
  return (
    <Banner tone="ok" title={title} role="status">
      <code className="my-1 block font-mono text-base font-medium wrap-anywhere text-text select-all">{secret}</code>
      <span className="text-sm">{children ?? 'Copy it now: it is not shown again.'}</span>
    </Banner>
  );
}
