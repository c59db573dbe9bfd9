import { useNavigation } from '@remix-run/react';
import { Button } from './button.tsx';
import type { ButtonProps } from './button.tsx';

/**
 * A form's submit button (primary unless told). It shows its own waiting: of several in one form only the pressed one,
 * told apart by `name` and `value`. A fetcher's form passes `loading` itself.
 */
export function SubmitButton({ loading, variant = 'primary', ...rest }: ButtonProps) {
  const { state, formData, formMethod } = useNavigation();
  const posting = state !== 'idle' && formMethod === 'POST';
  const mine = rest.name ? formData?.get(rest.name) === rest.value : true;
  return <Button {...rest} type="submit" variant={variant} loading={loading ?? (posting && mine)} />;
}
