import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useActionData, useLoaderData, useSearchParams } from '@remix-run/react';
import { AdminTabs } from '~/components/admin/admin-tabs.tsx';
import { FilingRuleForm, FilingRuleTable } from '~/components/admin/filing-rule-table.tsx';
import { Page } from '~/components/shell/page.tsx';
import { PageHeader } from '~/components/shell/page-header.tsx';
import { FailureBanner } from '~/components/ui/failure-banner.tsx';
import { Card } from '~/components/ui/card.tsx';
import { EmptyState } from '~/components/ui/empty-state.tsx';
import { Field } from '~/components/ui/field.tsx';
import { FilterBar } from '~/components/ui/filter-bar.tsx';
import { failureIn } from '~/components/ui/form-state.ts';
import { SearchInput } from '~/components/ui/input.tsx';
import { Pagination } from '~/components/ui/pagination.tsx';
import { TextLink } from '~/components/ui/text-link.tsx';
import { pageAction, pageLoader, redirectWithToast } from '~/http/page.server.ts';
import { searchValues } from '~/http/search-values.ts';
import { changeFilingRule } from '~server/filing-rules/change-filing-rule.ts';
import { deleteFilingRule } from '~server/filing-rules/delete-filing-rule.ts';
import type { FilingRuleJson } from '~server/filing-rules/filing-rule.schema.ts';
import { listFilingRules } from '~server/filing-rules/list-filing-rules.ts';
import { listPackagesToOffer } from '~server/packages/package-choice-page.queries.ts';

export const meta: MetaFunction = () => [{ title: 'Filing rules · PMIS' }];

export function loader(args: LoaderFunctionArgs) {
  return pageLoader(args, async ({ db, actor, url }) => {
    const given = searchValues(url, ['q', 'cursor']);
    const [list, choices] = await Promise.all([listFilingRules(db, actor, given), listPackagesToOffer(db)]);
    return {
      ...(JSON.parse(list) as { items: FilingRuleJson[]; nextCursor: string | null }),
      q: given['q'] ?? '',
      choices,
    };
  });
}

export function action(args: ActionFunctionArgs) {
  return pageAction(args, async ({ db, actor, url }, values) => {
    const id = String(values.id);
    url.searchParams.delete('edit');
    const back = url.pathname + url.search;
    const expectedVersion = Number(values.version);
    if (values.intent === 'delete') {
      await deleteFilingRule(db, actor, id);
      return redirectWithToast(back, { tone: 'ok', text: 'The rule is deleted; what it filed stays filed.' });
    }
    if (values.intent === 'save') {
      const rule = await changeFilingRule(db, actor, id, {
        words: values.words,
        package: values.package,
        expectedVersion,
      });
      return redirectWithToast(back, { tone: 'ok', text: `From now on: ${rule.sentence}.` });
    }
    const enabled = values.intent === 'on';
    await changeFilingRule(db, actor, id, { enabled, expectedVersion });
    return redirectWithToast(back, { tone: 'ok', text: enabled ? 'The rule is on again.' : 'The rule is off.' });
  });
}

/** What corrections taught: which mail is filed where by itself. */
export default function FilingRules() {
  const { items, nextCursor, q, choices } = useLoaderData<typeof loader>();
  const failure = failureIn(useActionData<typeof action>());
  const [params] = useSearchParams();
  const editing = items.find((rule) => rule.id === params.get('edit'));
  return (
    <Page>
      <PageHeader title="Admin" />
      <AdminTabs />
      <FailureBanner failure={editing ? null : failure} />
      <p className="mb-3 max-w-[70ch] text-muted">
        Filing a message by hand teaches a rule. It files later mail of that sender with all of its words, after codes,
        PO numbers and threads; never for closed packages or for senders who may not be who they say.
      </p>
      <FilterBar>
        <Field label="Search" name="q" hideLabel>
          <SearchInput placeholder="Sender, words or package" defaultValue={q} />
        </Field>
      </FilterBar>
      {editing ? (
        <div className="mb-3">
          <FilingRuleForm key={editing.id} rule={editing} choices={choices} failure={failure} />
        </div>
      ) : null}
      <Card>
        {items.length > 0 ? (
          <FilingRuleTable rules={items} q={q} />
        ) : q ? (
          <EmptyState title="Nothing found" icon="search">
            No rule has this sender, these words or this package.
          </EmptyState>
        ) : (
          <EmptyState title="Nothing is taught yet" icon="mail">
            File a message under its package in <TextLink to="/mail?tab=triage">triage</TextLink>; the rule it teaches
            stands here.
          </EmptyState>
        )}
        <Pagination nextCursor={nextCursor} shown={items.length} />
      </Card>
    </Page>
  );
}
