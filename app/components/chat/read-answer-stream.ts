/** A part of a UI message stream (AI SDK 6) as this page uses it. */
export type StreamPart =
  | { type: 'start'; messageId: string; messageMetadata?: { conversationId: string } }
  | { type: 'text-delta'; delta: string }
  | { type: 'data-replace'; data: { text: string } }
  | { type: 'data-doing'; data: { tool: string; about: string } }
  | { type: 'data-answer'; data: { response: string } }
  | { type: 'error'; errorText: string }
  | { type: 'finish' | 'text-start' | 'text-end' };

/**
 * The parts of a streamed answer as they come. A stream that ends without `data: [DONE]` was cut off: `cut` tells it
 * from one that came to its end.
 */
export async function* readAnswerStream(
  body: ReadableStream<Uint8Array>,
): AsyncGenerator<StreamPart, { cut: boolean }> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  let cut = true;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return { cut };
    rest += decoder.decode(value, { stream: true });
    const events = rest.split('\n\n');
    rest = events.pop() ?? '';
    for (const event of events) {
      const data = event.startsWith('data: ') ? event.slice(6) : '';
      if (data === '[DONE]') cut = false;
      else if (data) yield JSON.parse(data) as StreamPart;
    }
  }
}
