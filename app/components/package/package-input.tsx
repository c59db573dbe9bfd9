import { useId } from 'react';
import type { InputHTMLAttributes } from 'react';
import { Input } from '~/components/ui/input.tsx';
import type { PackageChoice } from '~server/packages/package-choice-page.queries.ts';

type PackageInputProps = Omit<InputHTMLAttributes<HTMLInputElement>, 'list'> & { choices: PackageChoice[] };

/** A package's code, with the open packages offered while typing (by code or title; without script too). */
export function PackageInput({ choices, ...rest }: PackageInputProps) {
  const list = useId();
  return (
    <>
      <Input placeholder="P-001" autoComplete="off" maxLength={100} {...rest} list={list} />
      <datalist id={list}>
        {choices.map((choice) => (
          <option key={choice.code} value={choice.code}>
            {choice.title}
          </option>
        ))}
      </datalist>
    </>
  );
}
