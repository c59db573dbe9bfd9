import { Banner } from '~/components/ui/banner.tsx';
import { Card } from '~/components/ui/card.tsx';
import { DescriptionItem, DescriptionList } from '~/components/ui/description-list.tsx';
import { InstantText } from '~/components/ui/instant-text.tsx';
import { StatusDot } from '~/components/ui/status-dot.tsx';
import type { UsageJson } from '~server/ai/model/usage.schema.ts';

const PROVIDERS = { azure: 'Azure OpenAI', openai: 'OpenAI', anthropic: 'Anthropic', rules: 'Rules' } as const;
const limit = (tokens: number) => (tokens === 0 ? 'no limit' : tokens.toLocaleString('en-GB'));

/** Which model answers, how it stands, and what it may use. */
export function ModelCard({ usage }: { usage: UsageJson }) {
  const { provider, model, api, state, message, until, budgets } = usage;
  return (
    <Card title="Model">
      {message ? (
        <div className="px-3.5 pt-3">
          <Banner tone="warn" role="status">
            {message}
            {until ? (
              <>
                {' '}
                It may answer again from <InstantText value={until} format="short" />.
              </>
            ) : null}
          </Banner>
        </div>
      ) : null}
      <DescriptionList>
        <DescriptionItem label="Provider">{PROVIDERS[provider]}</DescriptionItem>
        {model ? (
          <DescriptionItem label="Model">
            <span className="font-mono text-sm">{model}</span> over {api}
          </DescriptionItem>
        ) : null}
        <DescriptionItem label="State">
          {state === 'ready' ? <StatusDot tone="ok">Answers</StatusDot> : null}
          {state === 'resting' ? <StatusDot tone="warn">Rests; rules answer</StatusDot> : null}
          {state === 'rules' ? <StatusDot tone="neutral">Rules answer</StatusDot> : null}
        </DescriptionItem>
        <DescriptionItem label="Today">{budgets.usedToday.toLocaleString('en-GB')} tokens</DescriptionItem>
        <DescriptionItem label="A day">{limit(budgets.tokensPerDay)}</DescriptionItem>
        <DescriptionItem label="A person">{limit(budgets.tokensPerUserDay)}</DescriptionItem>
        <DescriptionItem label="A question">{limit(budgets.tokensPerTurn)}</DescriptionItem>
      </DescriptionList>
      <p className="px-3.5 pb-3 text-sm text-muted">
        Provider, model, budgets and prices are set in the environment; keys are never shown. Budgets are tokens by day
        in UTC.
      </p>
    </Card>
  );
}
