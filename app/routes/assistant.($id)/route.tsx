import { type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node';
import { useActionData, useLoaderData, useNavigation } from '@remix-run/react';
import { askAssistant } from '~server/chat/ask-assistant.ts';
import { readConversations } from '~server/chat/read-conversation.ts';
import { AskForm } from '~/components/chat/ask-form.tsx';
import type { MessageView } from '~/components/chat/chat-view.ts';
import { ConversationList } from '~/components/chat/conversation-list.tsx';
import { MessageList } from '~/components/chat/message-list.tsx';
import { Suggestions } from '~/components/chat/suggestions.tsx';
import { Page } from '~/components/shell/page.tsx';
import { PageHeader } from '~/components/shell/page-header.tsx';
import { Card } from '~/components/ui/card.tsx';
import { failureIn, typedIn } from '~/components/ui/form-state.ts';
import { Columns, Stack } from '~/components/ui/layout.tsx';
import { pageAction, pageLoader } from '~/http/page.server.ts';

export const meta: MetaFunction = () => [{ title: 'Assistant · PMIS' }];

export function loader(args: LoaderFunctionArgs) {
  return pageLoader(args, async ({ db, actor, params, url }) => {
    const read = await readConversations(db, actor, params.id);
    return { ...read, draft: (url.searchParams.get('q') ?? '').slice(0, 4000) };
  });
}

export function action(args: ActionFunctionArgs) {
  return pageAction(args, async ({ db, actor, params }, values) => {
    const query = Array.isArray(values.query) ? values.query.at(-1) : values.query;
    const { conversationId } = await askAssistant(db, actor, { query, conversationId: params.id });
    return redirect(`/assistant/${conversationId}#latest`);
  });
}

export default function Assistant() {
  const { conversations, open, messages, draft } = useLoaderData<typeof loader>();
  const failure = failureIn(useActionData<typeof action>());
  const { state, formData, formAction } = useNavigation();
  const asking = state === 'submitting' && formAction?.startsWith('/assistant');
  const asked = asking ? String(formData?.get('query') ?? '') : null;
  return (
    <Page>
      <PageHeader
        title="Assistant"
        description="Answers from what is recorded here, with its evidence. It proposes and never decides."
      />
      <Columns side={<ConversationList items={conversations} open={open?.id ?? null} />}>
        <Stack>
          {messages.length === 0 && asked === null ? (
            <Card title="What would you like to know?" padded>
              <Suggestions />
            </Card>
          ) : (
            <MessageList messages={messages as MessageView[]} asked={asked} />
          )}
          <div id="latest">
            <AskForm
              key={open?.id ?? 'new'}
              failure={failure}
              draft={failure ? typedIn(failure, 'query', draft) : draft}
            />
          </div>
        </Stack>
      </Columns>
    </Page>
  );
}
