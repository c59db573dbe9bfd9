import { Form } from '@remix-run/react';
import type { TokenJson } from '~server/tokens/token.schema.ts';
import { Button } from '../ui/button.tsx';
import { InstantText } from '../ui/instant-text.tsx';
import { StatusDot } from '../ui/status-dot.tsx';
import { Table, Td, Th, Tr } from '../ui/table.tsx';

function TokenState({ token, now }: { token: TokenJson; now: string }) {
  if (token.revokedAt) return <StatusDot tone="neutral">Revoked</StatusDot>;
  if (token.expiresAt && token.expiresAt <= now) return <StatusDot tone="warn">Expired</StatusDot>;
  return <StatusDot tone="ok">Active</StatusDot>;
}

/** Tokens, newest first, with a button to revoke each that is still of use. `owners`: whose they are, too. */
export function TokenTable({ tokens, now, owners = false }: { tokens: TokenJson[]; now: string; owners?: boolean }) {
  return (
    <Table
      label="API tokens"
      head={
        <>
          <Th>Name</Th>
          {owners ? <Th>Owner</Th> : null}
          <Th>Scopes</Th>
          <Th>State</Th>
          <Th>Last used</Th>
          <Th>Expires</Th>
          <Th>
            <span className="sr-only">Revoke</span>
          </Th>
        </>
      }
    >
      {tokens.map((token) => (
        <Tr key={token.id}>
          <Td primary>
            <span className="wrap-anywhere">{token.name}</span>{' '}
            <span className="font-mono text-sm text-muted">{token.prefix}…</span>
          </Td>
          {owners ? <Td label="Owner">{token.owner.name}</Td> : null}
          <Td label="Scopes">{token.scopes.join(', ')}</Td>
          <Td label="State">
            <TokenState token={token} now={now} />
          </Td>
          <Td label="Last used" muted>
            {token.lastUsedAt ? <InstantText value={token.lastUsedAt} format="short" /> : 'never'}
          </Td>
          <Td label="Expires" muted>
            {token.expiresAt ? <InstantText value={token.expiresAt} format="date" /> : 'never'}
          </Td>
          <Td className="text-right">
            {token.revokedAt ? null : (
              <Form method="post">
                <input type="hidden" name="tokenId" value={token.id} />
                <Button
                  type="submit"
                  name="intent"
                  value="revoke"
                  size="sm"
                  variant="danger"
                  aria-label={`Revoke ${token.name}`}
                >
                  Revoke
                </Button>
              </Form>
            )}
          </Td>
        </Tr>
      ))}
    </Table>
  );
}
