const MONTHS = [
  'january jan januar janner enero ene janvier janv gennaio gen janeiro januari styczen stycznia januar',
  'february feb februar febrero fevrier fevr febbraio fevereiro fev februari luty lutego',
  'march mar marz maerz mrz marzo mars marco maart mrt marzec marca',
  'april apr abril abr avril avr aprile kwiecien kwietnia',
  'may mai mayo maggio mag maio mei maj maja',
  'june jun juni junio juin giugno giu junho czerwiec czerwca',
  'july jul juli julio juillet juil luglio lug julho lipiec lipca',
  'august aug agosto ago aout augustus augusti sierpien sierpnia',
  'september sep sept septiembre setiembre septembre settembre setembro wrzesien wrzesnia',
  'october oct oktober okt octubre octobre ottobre ott outubro out pazdziernik pazdziernika',
  'november nov noviembre novembre novembro listopad listopada',
  'december dec dezember dez diciembre dic decembre dicembre dezembro grudzien grudnia',
];

const WEEKDAYS = [
  'monday montag lunes lundi lunedi segunda-feira maandag poniedzialek poniedzialku mandag',
  'tuesday tues dienstag martes mardi martedi terca-feira dinsdag wtorek wtorku tisdag tirsdag',
  'wednesday weds mittwoch miercoles mercredi mercoledi quarta-feira woensdag sroda srode srody onsdag',
  'thursday thurs thur donnerstag jueves jeudi giovedi quinta-feira donderdag czwartek czwartku torsdag',
  'friday freitag viernes vendredi venerdi sexta-feira vrijdag piatek piatku fredag',
  'saturday samstag sonnabend sabato samedi zaterdag sobota sobote lordag',
  'sunday sonntag domingo dimanche domenica zondag niedziela niedziele sondag',
];

/** Short names, read only where a word before them says that a day follows ("by Mon", "next Fri"). */
const SHORT_WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

const NUMBERS: [string, number][] = [
  ['a an one ein eine einer einem einen eines un una uno une um uma een et jeden jednego 一', 1],
  ['two zwei dos deux due dois duas twee dwa dwoch tva 两 二 couple', 2],
  ['three drei tres trois tre drie trzy trzech tre 三', 3],
  ['four vier cuatro quatre quattro quatro cztery fyra 四', 4],
  ['five funf fuenf cinco cinq cinque vijf piec pieciu fem 五', 5],
  ['six sechs seis sei zes szesc szesciu sex seks 六', 6],
  ['seven sieben siete sept sette sete zeven siedem siedmiu sju syv 七', 7],
  ['eight acht ocho huit otto oito osiem osmiu atta otte 八', 8],
  ['nine neun nueve neuf nove negen dziewiec nio ni 九', 9],
  ['ten zehn diez dix dieci dez tien dziesiec dziesieciu tio ti 十', 10],
  ['twelve zwolf zwoelf doce douze dodici doze twaalf', 12],
  ['fourteen vierzehn catorce quatorze quattordici veertien', 14],
  ['fifteen funfzehn quince quinze quindici vijftien', 15],
  ['twenty zwanzig veinte vingt venti vinte twintig', 20],
  ['thirty dreissig treinta trente trenta trinta dertig', 30],
];

const months = new Map(MONTHS.flatMap((words, i) => words.split(' ').map((word): [string, number] => [word, i + 1])));
const weekdays = new Map(
  WEEKDAYS.flatMap((words, i) => words.split(' ').map((word): [string, number] => [word, i + 1])),
);
const shorts = new Map(SHORT_WEEKDAYS.map((word, i): [string, number] => [word, i + 1]));
const numbers = new Map(NUMBERS.flatMap(([words, n]) => words.split(' ').map((word): [string, number] => [word, n])));

/** Alternatives of a pattern, longest first, so that no word hides a longer one. */
const alternatives = (words: Iterable<string>) => [...words].sort((a, b) => b.length - a.length).join('|');

/** Sources of patterns over folded text. */
export const MONTH_WORD = `(?:${alternatives(months.keys())})`;
export const WEEKDAY_WORD = `(?:${alternatives(weekdays.keys())})`;
export const SHORT_WEEKDAY_WORD = `(?:${alternatives(shorts.keys())})`;
export const NUMBER_WORD = `(?:\\d{1,3}|${alternatives([...numbers.keys()].filter((word) => word.length > 1))})`;

/** 1 to 12 for a folded month name of nine languages; undefined for another word. */
export function monthOf(word: string): number | undefined {
  return months.get(word.replace(/\.$/, ''));
}

export function isMonthWord(word: string): boolean {
  return monthOf(word) !== undefined;
}

/** ISO weekday, 1 Monday to 7 Sunday. */
export function weekdayOf(word: string): number | undefined {
  return weekdays.get(word) ?? shorts.get(word);
}

/** A small number as digits or word. */
export function numberOf(word: string): number | undefined {
  return /^\d+$/.test(word) ? Number(word) : numbers.get(word);
}
