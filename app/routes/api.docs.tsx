import { useLoaderData } from '@remix-run/react';
import { Card } from '~/components/ui/card.tsx';
import { Pill } from '~/components/ui/pill.tsx';
import { Page } from '~/components/shell/page.tsx';
import { PageHeader } from '~/components/shell/page-header.tsx';
import { TextLink } from '~/components/ui/text-link.tsx';
import { describeEndpoints } from '~/http/openapi/describe-endpoints.server.ts';

export const meta = () => [{ title: 'API · PMIS' }];

/** The API for people: what /api/openapi.json says, readable without script. Open to everyone. */
export function loader() {
  return { groups: describeEndpoints() };
}

type Operation = ReturnType<typeof describeEndpoints>[number]['operations'][number];

function Fields({ title, fields }: { title: string; fields: Operation['body'] }) {
  if (fields.length === 0) return null;
  return (
    <div>
      <h4 className="text-sm font-medium text-muted">{title}</h4>
      <dl className="mt-1 grid grid-cols-1 gap-x-4 gap-y-1 sm:grid-cols-[12rem_1fr]">
        {fields.map((field) => (
          <div key={field.name} className="contents">
            <dt className="font-mono text-sm">
              {field.name}
              {field.required ? <span className="text-bad"> *</span> : null}
            </dt>
            <dd className="text-sm text-muted">{field.type}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

function OperationDetails({ operation }: { operation: Operation }) {
  return (
    <details className="border-b border-line last:border-b-0">
      <summary className="flex min-h-[36px] cursor-pointer flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2 hover:bg-sunken">
        <span className="w-14 font-mono text-sm font-medium uppercase">{operation.method}</span>
        <span className="font-mono text-sm">{operation.path}</span>
        <span className="text-muted">{operation.summary}</span>
        <span className="ml-auto">
          <Pill tone="neutral">{operation.scope ?? 'open'}</Pill>
        </span>
      </summary>
      <div className="grid gap-4 px-4 pt-1 pb-4">
        {operation.description ? <p>{operation.description}</p> : null}
        <Fields title="Query" fields={operation.query} />
        <Fields
          title={operation.bodyTypes.length ? `Body (JSON, or ${operation.bodyTypes.join(', ')})` : 'Body'}
          fields={operation.body}
        />
        <div>
          <h4 className="text-sm font-medium text-muted">Answers</h4>
          <ul className="mt-1 grid gap-1 text-sm">
            {operation.answers.map((answer) => (
              <li key={answer.status}>
                <span className="num mr-3 inline-block w-8 font-mono">{answer.status}</span>
                <span className="text-muted">{answer.about}</span>
              </li>
            ))}
          </ul>
        </div>
      </div>
    </details>
  );
}

export default function ApiDocs() {
  const { groups } = useLoaderData<typeof loader>();
  return (
    <Page>
      <PageHeader
        title="API"
        description={
          <>
            JSON over HTTP with <code className="font-mono text-sm">Authorization: Bearer pmis_…</code>. The
            machine-readable description is <TextLink to="/api/openapi.json">/api/openapi.json</TextLink>.
          </>
        }
      />
      <div className="grid gap-4">
        {groups.map((group) => (
          <Card key={group.tag} title={group.tag} count={group.operations.length}>
            {group.operations.map((operation) => (
              <OperationDetails key={`${operation.method} ${operation.path}`} operation={operation} />
            ))}
          </Card>
        ))}
      </div>
    </Page>
  );
}
