import { Form, useNavigation, useSubmit } from '@remix-run/react';
import { useRef, useState } from 'react';
import type { DragEvent } from 'react';
import { classNames } from '~/components/ui/class-names.ts';
import { Icon } from '~/components/ui/icon.tsx';
import { FileInput } from '~/components/ui/input.tsx';
import { SubmitButton } from '~/components/ui/submit-button.tsx';

/** Brings messages in: drop .eml files or choose them; without script a file form with a button. */
export function DropZone() {
  const form = useRef<HTMLFormElement>(null);
  const submit = useSubmit();
  const { state, formAction } = useNavigation();
  const [over, setOver] = useState(false);
  const sending = state !== 'idle' && formAction?.startsWith('/mail') === true && formAction.endsWith('?bring');
  const send = () => {
    if (form.current) submit(form.current, { encType: 'multipart/form-data', method: 'post' });
  };
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const input = form.current?.querySelector<HTMLInputElement>('input[type=file]');
    if (!input || event.dataTransfer.files.length === 0) return;
    input.files = event.dataTransfer.files;
    send();
  };
  const onDragOver = (event: DragEvent) => {
    event.preventDefault();
    setOver(true);
  };
  return (
    <Form
      ref={form}
      method="post"
      action="/mail?bring"
      encType="multipart/form-data"
      onDrop={onDrop}
      onDragOver={onDragOver}
      onDragLeave={() => setOver(false)}
      className={classNames(
        'm-2 flex flex-wrap items-center gap-x-2 gap-y-1.5 rounded-lg border border-dashed border-line-strong px-3 py-2 text-sm text-muted',
        over && 'border-accent bg-accent-soft text-accent',
      )}
    >
      <div className="flex items-center gap-2 max-sm:hidden">
        <Icon name={sending ? 'refresh' : 'upload'} className={sending ? 'animate-spin' : undefined} />
        {sending ? 'Sending …' : 'Drop .eml files here, or'}
      </div>
      <FileInput
        name="files"
        multiple
        required
        accept=".eml,message/rfc822"
        aria-label="Message files (.eml)"
        onChange={send}
        className="shrink-0 grow basis-26 text-sm file:h-[26px] file:px-2 file:text-xs"
      />
      <noscript>
        <SubmitButton size="sm">Send</SubmitButton>
      </noscript>
    </Form>
  );
}
