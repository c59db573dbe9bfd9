import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { Form, useActionData, useLoaderData } from '@remix-run/react';
import { createPackage } from '~server/packages/create-package.ts';
import { isPackageField, PACKAGE_FIELDS, type PackageField } from '~server/packages/package-fields.schema.ts';
import { listProjectsToChoose } from '~server/projects/project-choice.queries.ts';
import { requireCan } from '~server/users/require-can.ts';
import { listPeopleToChoose } from '~server/users/user.queries.ts';
import { listVendorsToChoose } from '~server/vendors/vendor.queries.ts';
import { ProposeField } from '../components/package/propose-field.tsx';
import { Page } from '../components/shell/page.tsx';
import { PageHeader } from '../components/shell/page-header.tsx';
import { FailureBanner } from '../components/ui/failure-banner.tsx';
import { LinkButton } from '../components/ui/button.tsx';
import { Card } from '../components/ui/card.tsx';
import { Field } from '../components/ui/field.tsx';
import { errorsOf, failureIn, typedIn } from '../components/ui/form-state.ts';
import { Input } from '../components/ui/input.tsx';
import { Actions, FieldGrid } from '../components/ui/layout.tsx';
import { SubmitButton } from '../components/ui/submit-button.tsx';
import { useFocusFirstInvalid } from '../components/ui/use-focus-first-invalid.ts';
import { type FormValues, pageAction, pageLoader, redirectWithToast } from '../http/page.server.ts';
import { plainAmount } from '~server/money/money.policy.ts';

export const meta: MetaFunction = () => [{ title: 'New package · PMIS' }];

export function loader(args: LoaderFunctionArgs) {
  return pageLoader(args, async ({ db, actor }) => {
    requireCan(actor, 'package.create');
    const [people, vendors, projects] = await Promise.all([
      listPeopleToChoose(db),
      listVendorsToChoose(db),
      listProjectsToChoose(db),
    ]);
    return {
      me: actor.email,
      currency: projects[0]?.currency ?? 'EUR',
      project: projects[0]?.code ?? '',
      choices: {
        buyers: people.map(({ email, name }) => ({ value: email, label: name })),
        vendors: vendors.map(({ name }) => name),
        projects: projects.map(({ code, name }) => ({ value: code, label: `${code} ${name}` })),
      },
    };
  });
}

/** The form as the body of `POST /api/packages`: what was left empty is left out. */
function bodyOf(values: FormValues): Record<string, string> {
  const filled = Object.entries(values).flatMap(([name, value]): [string, string][] => {
    const text = typeof value === 'string' ? value.trim() : '';
    if (text === '') return [];
    const money = isPackageField(name) && PACKAGE_FIELDS[name].kind === 'money';
    return [[name, money ? plainAmount(text) : name === 'code' ? text.toUpperCase() : text]];
  });
  return Object.fromEntries(filled);
}

export function action(args: ActionFunctionArgs) {
  return pageAction(args, async ({ db, actor }, values) => {
    const { code } = await createPackage(db, actor, { title: '', ...bodyOf(values) });
    return redirectWithToast(`/packages/${code}`, { tone: 'ok', text: `${code} is created as a draft.` });
  });
}

const FIELDS: readonly PackageField[] = [
  'type',
  'buyer',
  'vendor',
  'currency',
  'budgetAmount',
  'wbsCode',
  'bidDueDate',
  'deliveryDate',
  'requiredOnSite',
  'deliveryTerms',
];

export default function NewPackage() {
  const { me, currency, project, choices } = useLoaderData<typeof loader>();
  const failure = failureIn(useActionData<typeof action>());
  const ref = useFocusFirstInvalid(failure);
  const start: Partial<Record<PackageField, string>> = { type: 'goods', buyer: me, currency, project };
  const fields = choices.projects.length > 1 ? (['project', ...FIELDS] as const) : FIELDS;
  const draft = { type: 'goods', planFrozen: false, contractFrozen: false, currency: '' } as const;
  const field = (name: PackageField) => (
    <ProposeField
      key={name}
      field={name}
      pkg={draft}
      value={typedIn(failure, name, start[name])}
      choices={choices}
      error={errorsOf(failure, name)}
    />
  );
  return (
    <Page width="narrow">
      <PageHeader
        title="New package"
        breadcrumbs={[{ label: 'Packages', to: '/packages' }]}
        description="It starts as a draft that you fill in freely. Its status and contract amount are proposed later."
      />
      <Card padded>
        <Form method="post" ref={ref} className="grid gap-3">
          <FailureBanner failure={failure} />
          <Field label="Title" name="title" required error={errorsOf(failure, 'title')}>
            <Input autoFocus defaultValue={typedIn(failure, 'title')} maxLength={200} />
          </Field>
          <FieldGrid>
            <Field
              label="Code"
              name="code"
              error={errorsOf(failure, 'code')}
              hint="Such as P-025 or WP-216. Left empty: the next free P- number."
            >
              <Input defaultValue={typedIn(failure, 'code')} maxLength={20} className="font-mono" />
            </Field>
            {fields.map(field)}
          </FieldGrid>
          {field('description')}
          <Actions>
            <SubmitButton>Create package</SubmitButton>
            <LinkButton to="/packages" variant="quiet">
              Cancel
            </LinkButton>
          </Actions>
        </Form>
      </Card>
    </Page>
  );
}
