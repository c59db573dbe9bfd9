import type { ChatAnswer } from '../../server/chat/chat.schema.ts';

type Part = { type: string; delta?: string; data?: unknown } & Record<string, unknown>;

/** A UI message stream read to its end: its parts, its text after what was taken back, and its answer. */
export async function readStream(
  response: Response,
): Promise<{ parts: Part[]; text: string; answer: ChatAnswer | null; firstMs: number; firstTextMs: number }> {
  const begun = performance.now();
  const decoder = new TextDecoder();
  const parts: Part[] = [];
  let [rest, text, firstMs, firstTextMs] = ['', '', NaN, NaN];
  const reader = response.body!.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    if (Number.isNaN(firstMs)) firstMs = performance.now() - begun;
    rest += decoder.decode(value, { stream: true });
    const lines = rest.split('\n\n');
    rest = lines.pop()!;
    for (const line of lines) {
      const data = line.replace(/^data: /, '');
      if (data === '[DONE]') continue;
      const part = JSON.parse(data) as Part;
      parts.push(part);
      if (part.type === 'text-delta' && Number.isNaN(firstTextMs)) firstTextMs = performance.now() - begun;
      if (part.type === 'text-delta') text += part.delta ?? '';
      if (part.type === 'data-replace') text = (part.data as { text: string }).text;
    }
  }
  const answer = (parts.find(({ type }) => type === 'data-answer')?.data ?? null) as ChatAnswer | null;
  return { parts, text, answer, firstMs, firstTextMs };
}
