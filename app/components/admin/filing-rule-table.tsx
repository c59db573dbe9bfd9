import { Form } from '@remix-run/react';
import { PackageInput } from '~/components/package/package-input.tsx';
import { Button, LinkButton } from '~/components/ui/button.tsx';
import { Card } from '~/components/ui/card.tsx';
import { Field } from '~/components/ui/field.tsx';
import { errorsOf, typedIn } from '~/components/ui/form-state.ts';
import { Input } from '~/components/ui/input.tsx';
import { InstantText } from '~/components/ui/instant-text.tsx';
import { StatusDot } from '~/components/ui/status-dot.tsx';
import { SubmitButton } from '~/components/ui/submit-button.tsx';
import { Table, Td, Th, Tr } from '~/components/ui/table.tsx';
import { TextLink } from '~/components/ui/text-link.tsx';
import type { ActionFailure } from '~/http/page.server.ts';
import type { FilingRuleJson } from '~server/filing-rules/filing-rule.schema.ts';
import type { PackageChoice } from '~server/packages/package-choice-page.queries.ts';

/** Taught rules, newest first, each with its use and what may be done to it. */
export function FilingRuleTable({ rules, q }: { rules: FilingRuleJson[]; q: string }) {
  return (
    <Table
      label="Filing rules"
      head={
        <>
          <Th>Mail from</Th>
          <Th>With the words</Th>
          <Th>Goes to</Th>
          <Th>State</Th>
          <Th numeric>Used</Th>
          <Th>Last used</Th>
          <Th>Taught</Th>
          <Th>
            <span className="sr-only">Change</span>
          </Th>
        </>
      }
    >
      {rules.map((rule) => (
        <Tr key={rule.id}>
          <Td primary>
            <span className="wrap-anywhere">{rule.sender}</span>
          </Td>
          <Td label="With">“{rule.words}”</Td>
          <Td label="Goes to">
            <TextLink to={`/packages/${rule.package}`}>{rule.package}</TextLink>
          </Td>
          <Td label="State">
            <StatusDot tone={rule.enabled ? 'ok' : 'neutral'}>{rule.enabled ? 'On' : 'Off'}</StatusDot>
          </Td>
          <Td label="Used" numeric>
            {rule.uses}
          </Td>
          <Td label="Last used" muted>
            {rule.lastUsedAt ? <InstantText value={rule.lastUsedAt} format="short" /> : 'never'}
          </Td>
          <Td label="Taught" muted>
            {rule.taughtBy?.name ?? 'PMIS'}
            {rule.emailId ? (
              <>
                {' '}
                · <TextLink to={`/mail/${rule.emailId}`}>message</TextLink>
              </>
            ) : null}
          </Td>
          <Td className="text-right">
            <Form method="post" className="flex justify-end gap-1.5">
              <input type="hidden" name="id" value={rule.id} />
              <input type="hidden" name="version" value={rule.version} />
              <LinkButton
                size="sm"
                to={`?${new URLSearchParams({ ...(q ? { q } : {}), edit: rule.id }).toString()}`}
                aria-label={`Edit: ${rule.sentence}`}
              >
                Edit
              </LinkButton>
              <Button
                type="submit"
                name="intent"
                value={rule.enabled ? 'off' : 'on'}
                size="sm"
                aria-label={`Switch ${rule.enabled ? 'off' : 'on'}: ${rule.sentence}`}
              >
                {rule.enabled ? 'Switch off' : 'Switch on'}
              </Button>
              <Button
                type="submit"
                name="intent"
                value="delete"
                size="sm"
                variant="danger"
                aria-label={`Delete: ${rule.sentence}`}
              >
                Delete
              </Button>
            </Form>
          </Td>
        </Tr>
      ))}
    </Table>
  );
}

interface FilingRuleFormProps {
  rule: FilingRuleJson;
  choices: PackageChoice[];
  failure: ActionFailure | null;
}

/** Another wording or another package for a rule. */
export function FilingRuleForm({ rule, choices, failure }: FilingRuleFormProps) {
  return (
    <Card title={`Mail from ${rule.sender}`}>
      <Form method="post" className="grid gap-2 p-3.5 sm:flex sm:flex-wrap sm:items-end">
        <input type="hidden" name="id" value={rule.id} />
        <input type="hidden" name="version" value={rule.version} />
        <Field
          label="With all of these words"
          name="words"
          required
          error={errorsOf(failure, 'words')}
          className="min-w-0 flex-1"
        >
          <Input maxLength={120} defaultValue={typedIn(failure, 'words', rule.words)} />
        </Field>
        <Field label="Goes to package" name="package" required error={errorsOf(failure, 'package')}>
          <PackageInput choices={choices} defaultValue={typedIn(failure, 'package', rule.package)} />
        </Field>
        <SubmitButton name="intent" value="save" className="h-8">
          Save
        </SubmitButton>
        <LinkButton to="/admin/filing-rules" variant="quiet" className="h-8">
          Cancel
        </LinkButton>
        {failure && failure.fields.length === 0 ? <p className="w-full text-sm text-bad">{failure.message}</p> : null}
      </Form>
    </Card>
  );
}
