import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { Page } from '~/components/shell/page.tsx';
import { PageHeader } from '~/components/shell/page-header.tsx';
import { Banner } from '~/components/ui/banner.tsx';
import { LinkButton } from '~/components/ui/button.tsx';
import { Card } from '~/components/ui/card.tsx';
import { EmptyState } from '~/components/ui/empty-state.tsx';
import { failureIn } from '~/components/ui/form-state.ts';
import { Columns } from '~/components/ui/layout.tsx';
import { TextLink } from '~/components/ui/text-link.tsx';
import { DomainsForm } from '~/components/vendor/domains-form.tsx';
import { VendorMailTable } from '~/components/vendor/vendor-mail-table.tsx';
import { VendorPackages } from '~/components/vendor/vendor-packages.tsx';
import { pageAction, pageLoader, redirectWithToast } from '~/http/page.server.ts';
import { listVendorMail } from '~server/emails/vendor-mail-page.queries.ts';
import { DomainError } from '~server/errors.ts';
import { canDo } from '~server/users/role.policy.ts';
import { requireCan } from '~server/users/require-can.ts';
import { proposeVendorDomains } from '~server/vendors/propose-domains.ts';
import { getVendorJson } from '~server/vendors/vendor.queries.ts';
import { getVendorPage } from '~server/vendors/vendor-page.queries.ts';
import type { VendorJson } from '~server/vendors/vendor.schema.ts';

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: `${data?.vendor.name ?? 'Vendor'} · PMIS` }];

export function loader(args: LoaderFunctionArgs) {
  return pageLoader(args, async ({ db, actor, params, url }) => {
    requireCan(actor, 'vendor.read');
    const json = await getVendorJson(db, params.id ?? '');
    if (!json) throw new DomainError('not_found', 'There is no such vendor.');
    const vendor = JSON.parse(json) as VendorJson;
    const [page, mail] = await Promise.all([
      getVendorPage(db, vendor.id),
      listVendorMail(db, actor, vendor.id, { limit: 10 }),
    ]);
    const mayPropose = canDo(actor, 'vendor.propose');
    return { vendor, ...page, mail, mayPropose, proposing: mayPropose && url.searchParams.get('do') === 'propose' };
  });
}

export function action(args: ActionFunctionArgs) {
  return pageAction(args, async ({ db, actor, params }, values) => {
    const id = params.id ?? '';
    const { code } = await proposeVendorDomains(db, actor, id, {
      domains: String(values.domains ?? '')
        .split(/[\s,;]+/)
        .filter(Boolean),
      reason: values.reason,
      expectedVersion: Number(values.version),
    });
    return redirectWithToast(`/vendors/${id}`, { tone: 'ok', text: `${code} waits for somebody else’s decision.` });
  });
}

/** A vendor: mail domains, packages, and the latest mail of those packages. */
export default function Vendor() {
  const { vendor, packages, proposals, mail, mayPropose, proposing } = useLoaderData<typeof loader>();
  const failure = failureIn(useActionData<typeof action>());
  const open = proposing || failure !== null;
  return (
    <Page>
      <PageHeader
        title={vendor.name}
        breadcrumbs={[{ label: 'Vendors', to: '/vendors' }]}
        description={vendor.country}
      />
      {proposals.map((proposal) => (
        <Banner key={proposal.code} tone="warn">
          <TextLink to={`/approvals/${proposal.code}`}>{proposal.code}</TextLink>: {proposal.requestedBy} proposed the
          domains {proposal.to.join(', ') || 'none'}
          {proposal.turn ? `. It is ${proposal.turn}’s turn.` : '. Nobody can decide it yet.'}
        </Banner>
      ))}
      <Columns
        side={
          <Card
            title="Mail domains"
            padded
            end={
              mayPropose && !open ? (
                <LinkButton to="?do=propose" size="sm" shortcut="p">
                  Propose
                </LinkButton>
              ) : null
            }
          >
            {open ? (
              <DomainsForm vendor={vendor} failure={failure} />
            ) : vendor.domains.length > 0 ? (
              <ul className="grid gap-1 font-mono text-sm">
                {vendor.domains.map((domain) => (
                  <li key={domain}>{domain}</li>
                ))}
              </ul>
            ) : (
              <p className="text-muted">None known: their mail counts as from a stranger.</p>
            )}
          </Card>
        }
      >
        <Card title="Packages" count={packages.length || null}>
          {packages.length > 0 ? (
            <VendorPackages packages={packages} />
          ) : (
            <EmptyState title="No packages" icon="package">
              {vendor.name} shows here as soon as a package names them as its vendor.
            </EmptyState>
          )}
        </Card>
        <Card title="Latest mail of these packages">
          {mail.length > 0 ? (
            <VendorMailTable mail={mail} />
          ) : (
            <EmptyState title="No mail yet" icon="mail">
              Messages from outside that are filed under these packages show here. Open bids stay hidden.
            </EmptyState>
          )}
        </Card>
      </Columns>
    </Page>
  );
}
