import { isEastAsian } from './fold-text.ts';

const LONG_ENOUGH = 12;
const SAMPLE = 2000;

/** The commonest words of correspondence in each language; what several share counts for each. */
const COMMON_WORDS: Record<string, string> = {
  en: 'the of and to in is you that it for are with as be this have from or by we your please will not our can on at would has been thanks regards dear if any confirm',
  de: 'der die das und ist nicht sie wir mit für auf den dem ein eine zu von bitte uns ihre wird bis zum im am auch als oder werden können haben grüße freundlichen sehr geehrte',
  es: 'el la los las de que en por para con una su del se como pero es está son favor nos le saludos gracias hasta antes fecha usted estimado enviar',
  fr: 'le la les des et est en que pour dans une vous nous par sur avec pas ce votre notre merci cordialement bonjour au du être veuillez jusqu date livraison',
  it: 'il la di che per una con del della sono non le gli alla si questo entro vostro nostro grazie cordiali saluti consegna prego gentile anche',
  pt: 'o os as de que em para com uma não do da no na por até seu sua nós obrigado prezado favor enviar entrega cumprimentos antes data',
  nl: 'de het een van en is dat niet voor met op te wij zijn uw ons bij aan kunt u wordt graag groeten geachte kunnen zal worden levering',
  pl: 'i w na z do nie jest się że proszę oraz od dla po przez dnia termin państwa pozdrawiam dziękuję prosimy dostawy będzie są jak',
  sv: 'och att det som är på för med av en ett inte vi ni kan till från den vänligen hälsningar tack leverans senast er vår har blir',
  no: 'og det som er på for med av en et ikke vi dere kan til fra den vennligst hilsen takk levering senest vår har blir',
  da: 'og det som er på for med af en et ikke vi kan til fra den venligst hilsen tak levering senest vores har bliver jer',
  ru: 'и в на не что с по для это как мы вы от до или пожалуйста просим прошу срок будет уважением уважаемый поставки вас',
};

const TABLE = new Map<string, string[]>();
for (const [language, words] of Object.entries(COMMON_WORDS))
  for (const word of words.split(' ')) TABLE.set(word, [...(TABLE.get(word) ?? []), language]);

/**
 * ISO 639-1 code of a text's language by its commonest words (its script for Chinese and Japanese), on the first 2,000
 * characters; null when too little is there to say. It only chooses which cue tables apply: a library's model costs
 * more memory than the worker.
 */
export function detectLanguage(text: string): string | null {
  const sample = text.slice(0, SAMPLE).trim();
  if (sample.length < LONG_ENOUGH) return null;
  const east = (sample.match(/[\u3400-\u9fff]/g) ?? []).length;
  if (isEastAsian(sample) && east * 5 > sample.length) return /[\u3040-\u30ff]/.test(sample) ? 'ja' : 'zh';
  const scores = new Map<string, number>();
  for (const [word] of sample.toLowerCase().matchAll(/\p{L}+/gu))
    for (const language of TABLE.get(word) ?? [])
      scores.set(language, (scores.get(language) ?? 0) + 1 / TABLE.get(word)!.length);
  const [best] = [...scores].sort(([, a], [, b]) => b - a);
  return best && best[1] >= 1 ? best[0] : null;
}
