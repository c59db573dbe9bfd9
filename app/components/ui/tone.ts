/** What a colour says: ok done, warn waits, bad late or refused, ai the assistant's or now, neutral nothing. */
export type Tone = 'neutral' | 'ok' | 'warn' | 'bad' | 'ai';
