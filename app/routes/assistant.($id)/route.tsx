import { type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { readConversations } from '~server/chat/read-conversation.ts';
import { AskForm } from '~/components/chat/ask-form.tsx';
import type { MessageView } from '~/components/chat/chat-view.ts';
import { ConversationHead } from '~/components/chat/conversation-head.tsx';
import { ConversationList } from '~/components/chat/conversation-list.tsx';
import { MemoryCard } from '~/components/chat/memory-card.tsx';
import { MessageList } from '~/components/chat/message-list.tsx';
import { Suggestions } from '~/components/chat/suggestions.tsx';
import { useAsk } from '~/components/chat/use-ask.ts';
import { Page } from '~/components/shell/page.tsx';
import { PageHeader } from '~/components/shell/page-header.tsx';
import { Banner } from '~/components/ui/banner.tsx';
import { Card } from '~/components/ui/card.tsx';
import { failureIn, typedIn } from '~/components/ui/form-state.ts';
import { InstantText } from '~/components/ui/instant-text.tsx';
import { Columns, Stack } from '~/components/ui/layout.tsx';
import { pageAction, pageLoader } from '~/http/page.server.ts';
import { actOnConversation } from './act-on-conversation.server.ts';

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${data?.open ? `${data.open.title} · ` : ''}Assistant · PMIS` },
];

export function loader(args: LoaderFunctionArgs) {
  return pageLoader(args, async ({ db, actor, params, url }) => {
    const asked = url.searchParams.get('package')?.slice(0, 20);
    const read = await readConversations(db, actor, params.id, asked);
    // The way from a package leads to its conversation; `new` begins another.
    if (read.earlier && !url.searchParams.has('new')) throw redirect(`/assistant/${read.earlier}#latest`);
    return { ...read, draft: (url.searchParams.get('q') ?? '').slice(0, 4000) };
  });
}

export function action(args: ActionFunctionArgs) {
  return pageAction(args, actOnConversation);
}

export default function Assistant() {
  const { conversations, open, messages, about, memory, resting, draft } = useLoaderData<typeof loader>();
  const failure = failureIn(useActionData<typeof action>());
  const { asking, ask, stop } = useAsk(open?.id ?? null, about?.code ?? null, messages as MessageView[]);
  return (
    <Page>
      <PageHeader
        title="Assistant"
        description="Answers from what is recorded here, with its evidence. It proposes and never decides."
      />
      <Columns
        side={
          <Stack>
            <ConversationList items={conversations} open={open?.id ?? null} />
            <MemoryCard memory={memory} about={about} />
          </Stack>
        }
      >
        <Stack>
          {resting ? (
            <Banner tone="warn" role="status">
              {resting.message}
              {resting.until ? (
                <>
                  {' '}
                  Until <InstantText value={resting.until} format="short" />.
                </>
              ) : null}
            </Banner>
          ) : null}
          {open || about ? (
            <ConversationHead key={`${open?.id ?? ''}${open?.title ?? ''}`} open={open} about={about} />
          ) : null}
          {messages.length === 0 && asking === null ? (
            <Card
              title={about ? `What would you like to know about ${about.code}?` : 'What would you like to know?'}
              padded
            >
              <Suggestions about={about?.code ?? null} ask={ask} />
            </Card>
          ) : (
            <MessageList messages={messages as MessageView[]} asking={asking} />
          )}
          <div id="latest">
            <AskForm
              key={open?.id ?? about?.code ?? 'new'}
              failure={failure}
              draft={failure ? typedIn(failure, 'query', draft) : draft}
              about={open ? null : (about?.code ?? null)}
              asking={asking}
              ask={ask}
              stop={stop}
            />
          </div>
        </Stack>
      </Columns>
    </Page>
  );
}
