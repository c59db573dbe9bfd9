import { useNavigation } from '@remix-run/react';

/** A thin line at the top while a page loads or a form is sent; it appears after 150 ms. */
export function ProgressBar() {
  const { state } = useNavigation();
  if (state === 'idle') return null;
  return (
    <div aria-hidden="true" className="fixed inset-x-0 top-0 z-50 h-0.5 overflow-hidden">
      <div className="h-full w-1/3 animate-progress rounded-full bg-accent" />
    </div>
  );
}
