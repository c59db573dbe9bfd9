/** Words of a language that are no English ones: any of them says which language a sentence is in. */
const GERMAN =
  /(?<![\p{L}\p{N}])(?:wann|welche[nrsm]?|wer hat|wie (?:ist|viele?|hoch|weit|lange)|zeige?(?: mir)?|bitte|aufgaben?|überfällige?[nrs]?|freigaben?|genehmig\p{L}*|lösche[n]?|liefertermin\p{L}*|lieferdatum|lieferanten?|pakete?s?|verschieb\p{L}*|erstelle[n]?|erinnere|setze[n]?|ändere|ändern|erhöhe[n]?|geliefert|vergabe\p{L}*|einkäufer\p{L}*|angebote?|was (?:ist|hat|schreibt|sagt|gibt)|ist der|ist die|sind die|für|gibt es|bestellung|schick|schicke?n?|sende|benachrichtig\p{L}*|storniere?n?|lehne|markiere?n?)(?![\p{L}\p{N}])/iu;
const FRENCH =
  /(?<![\p{L}\p{N}])(?:quel(?:le)?s?|quand|combien|où en|qui (?:est|a|doit)|qu'est-ce|tâches?|livraison|livré[es]*|approuve[rz]?|approbations?|supprime[rz]?|mettez|mets|déplace[rz]?|reporte[rz]|décale[rz]?|crée[rz]?|créer|rappelle[rz]?|montre[rz]?|fournisseurs?|acheteur|en retard|s'il (?:te|vous) pla[iî]t|paquets?)(?![\p{L}\p{N}])/iu;

const MONTHS_DE = 'januar februar märz april mai juni juli august september oktober november dezember'.split(' ');
const MONTHS_FR = 'janvier février mars avril mai juin juillet août septembre octobre novembre décembre'.split(' ');
const MONTHS = 'January February March April May June July August September October November December'.split(' ');
const DAYS_DE = 'montag dienstag mittwoch donnerstag freitag samstag sonntag'.split(' ');
const DAYS_FR = 'lundi mardi mercredi jeudi vendredi samedi dimanche'.split(' ');
const DAYS = 'Monday Tuesday Wednesday Thursday Friday Saturday Sunday'.split(' ');

const named = (from: string[], to: string[]): [string, string][] => from.map((word, i) => [word, to[i]!]);

/** Phrases and their English, the longer ones first. Sentences of an order or a question, not of letters. */
const DE: [string, string][] = [
  ['was ist mit (\\S+) los', 'what is the status of $1'], ['was (?:ist|hat sich)(.*?)(?:passiert|geschehen|geändert|getan)', 'what happened$1'],
  ['wie viele', 'how many'], ['wie viel', 'how much'], ['wie hoch ist', 'what is'], ['wie ist', 'what is'], ['wie weit ist', 'what is the status of'], ['was gibt es neues', 'what is new'], ['gibt es', 'is there any'],
  ['wann', 'when'], ['welche[nrsm]?', 'which'], ['wer', 'who'], ['warum|weshalb', 'why'], ['wo', 'where'], ['was', 'what'],
  ['zeige?(?: mir)?(?: bitte)?(?: mal)?', 'show me'], ['erinnere? mich(?: bitte)?(?: daran)?', 'remind me'], ['bitte', 'please'],
  ['leg(?:e|en)?(.*?) an', 'create$1'], ['lehne?(.*?) ab', 'reject$1'], ['gib(.*?)frei', 'approve$1'],
  ['verschieb(?:e|en|t)', 'move'], ['verlänger(?:e|n)', 'extend'], ['setz(?:e|en)|stell(?:e|en)', 'set'], ['änder(?:e|n)', 'change'], ['erhöh(?:e|en)', 'increase'], ['senk(?:e|en)|reduzier(?:e|en)|kürz(?:e|en)', 'reduce'],
  ['markier(?:e|en)', 'mark'], ['erstell(?:e|en)|anlegen', 'create'], ['storniere?n?', 'cancel'], ['genehmig(?:e|en|t)|freigeben', 'approve'], ['ablehnen', 'reject'], ['lösch(?:e|en)', 'delete'], ['schick(?:e|en)?|send(?:e|en)', 'send'],
  ['überfällige?[nrs]?', 'overdue'], ['verspätete?[nrs]?|in verzug', 'late'], ['offene?[nrs]?', 'open'], ['ausstehende?[nrs]?', 'pending'], ['meine?[nrs]?', 'my'],
  ['aufgaben', 'tasks'], ['aufgabe', 'task'], ['freigaben|genehmigungen', 'approvals'], ['freigabe|genehmigung', 'approval'], ['pakete[ns]?', 'packages'], ['paket(?:s|es)?', 'package'],
  ['liefertermin(?:s|e)?|lieferdatum|lieferung', 'delivery date'], ['vergabetermin|vergabedatum|auftragsvergabe|vergabe', 'award date'], ['angebotsfrist|abgabefrist|abgabetermin|angebotsabgabe', 'bid due date'], ['angebote', 'bids'],
  ['werksabnahme(?:termin)?|abnahmetermin', 'FAT date'], ['bestellnummer', 'PO number'], ['bestellung', 'order'], ['lieferanten?', 'vendor'], ['einkäufer(?:in)?', 'buyer'],
  ['vertragswert|auftragswert|auftragssumme|vertragssumme|vertragspreis|preis', 'contract value'],
  ['auf eis|auf halt|in wartestellung', 'on hold'], ['teilweise geliefert', 'partially delivered'], ['geliefert', 'delivered'], ['versandt|verschickt|versendet', 'shipped'], ['in (?:der )?fertigung', 'in fabrication'], ['vergeben', 'awarded'], ['abgeschlossen', 'completed'],
  ['geschrieben|schreibt|schrieb|sagt', 'wrote'], ['nachrichten|mails?|e-mails?', 'mails'], ['zuständig(?: für)?', 'responsible for'], ['verlauf|historie|geschichte', 'history'],
  ['nächste[nrs]?', 'next'], ['letzte[nrs]?', 'last'], ['diese[nrsm]?', 'this'], ['wochen', 'weeks'], ['woche', 'week'], ['monate?n?', 'months'], ['tage?n?', 'days'], ['zwei', 'two'], ['drei', 'three'], ['vier', 'four'], ['eine[nrms]?', 'a'],
  ['heute', 'today'], ['morgen', 'tomorrow'], ['gestern', 'yesterday'], ['seit', 'since'], ['spätestens', 'by'], ['bis(?: zum| zur| am| spätestens)?', 'by'], ['auf(?: den| das| die)?', 'to'], ['bei|zu|über', 'on'], ['von', 'of'], ['für', 'for'], ['mit', 'with'], ['wegen|weil', 'because'],
  ['im|in der|in dem', 'in'], ['am', 'on'], ['um', 'by'], ['wird|werden', 'will'], ['ist', 'is'], ['sind', 'are'], ['hat', 'has'], ['haben', 'have'], ['müssen?', 'must'], ['ich', 'I'], ['wir', 'we'], ['uns', 'us'], ['mir|mich', 'me'], ['und', 'and'], ['nicht', 'not'], ['an', 'to'], ['der|die|das|dem|den|des', 'the'],
  ...named(MONTHS_DE, MONTHS), ...named(DAYS_DE, DAYS),
]; // prettier-ignore

const FR: [string, string][] = [
  ["qu'est-ce qui s'est passé|que s'est-il passé", 'what happened'], ['qu.?est-ce que', 'what'], ["où en (?:est|sont|sommes-nous)(?: avec)?", 'what is the status of'],
  ['mett(?:ez|re|s)(.*?)en attente', 'put$1on hold'], ['mets(.*?)en attente', 'put$1on hold'], ["s'il (?:te|vous) pla[iî]t|svp", 'please'],
  ['quel(?:le)? est', 'what is'], ['quel(?:le)?s?', 'which'], ['quand', 'when'], ['combien de', 'how many'], ['combien', 'how much'], ['pourquoi', 'why'], ['qui', 'who'],
  ['montre[rz]?(?:-moi| moi)?', 'show me'], ['liste[rz]?', 'list'], ['rappelle[rz]?(?:-moi| moi)?(?: de)?', 'remind me to'], ['crée[rz]?|créer', 'create'], ['déplace[rz]?|reporte[rz]?|décale[rz]?|repousse[rz]?', 'move'],
  ['change[rz]?|modifie[rz]?', 'change'], ['augmente[rz]?', 'increase'], ['réduise[rz]?|réduis|diminue[rz]?', 'reduce'], ['marque[rz]?', 'mark'], ['annule[rz]?', 'cancel'], ['approuve[rz]?|valide[rz]?', 'approve'], ['rejette[rz]?|refuse[rz]?', 'reject'], ['supprime[rz]?|efface[rz]?', 'delete'], ['envoie|envoye[rz]', 'send'], ['mettez|mets|mettre|passe[rz]?', 'set'],
  ['(?:date|délai) de livraison|livraison', 'delivery date'], ['livré[es]*', 'delivered'], ['expédié[es]*', 'shipped'], ["(?:date d')?attribution", 'award date'], ['attribué[es]*', 'awarded'], ['date limite des offres|remise des offres', 'bid due date'], ['offres', 'bids'], ['fournisseurs?', 'vendor'], ['acheteur|acheteuse', 'buyer'], ['montant du contrat|valeur du contrat|prix', 'contract value'],
  ['tâches', 'tasks'], ['tâche', 'task'], ['approbations', 'approvals'], ['approbation', 'approval'], ['en attente', 'pending'], ['en retard', 'overdue'], ['paquets|lots', 'packages'], ['paquet|lot', 'package'], ['historique', 'history'], ['messages?|courriels?|mails?', 'mails'], ['écrit|dit', 'wrote'], ['ouvertes?|ouverts?', 'open'], ['mes|mon|ma', 'my'],
  ["avant le|d'ici(?: au| le)?|jusqu'au|pour le", 'by'], ['depuis', 'since'], ["aujourd'hui", 'today'], ['demain', 'tomorrow'], ['hier', 'yesterday'], ['semaines?', 'weeks'], ['mois', 'months'], ['jours?', 'days'], ['deux', 'two'], ['trois', 'three'], ['prochaine?', 'next'], ['dernière?', 'last'],
  ['pour', 'for'], ['avec', 'with'], ['au|à|aux', 'to'], ['parce que|car', 'because'], ["n'est pas", 'is not'], ['est', 'is'], ['sont', 'are'], ['sera|seront', 'will be'], ["de la|de l'|du|des|de|d'", 'of '], ["les?|la|l'", 'the '], ['une?', 'a'], ['sur|chez', 'on'], ['et', 'and'], ['nous', 'us'],
  ...named(MONTHS_FR, MONTHS), ...named(DAYS_FR, DAYS),
]; // prettier-ignore

const compile = (table: [string, string][]): [RegExp, string][] =>
  table.map(([from, to]) => [new RegExp(`(?<![\\p{L}\\p{N}-])(?:${from})(?![\\p{L}\\p{N}])`, 'giu'), to]);
const GERMAN_PHRASES = compile(DE);
const FRENCH_PHRASES = compile(FR);

/** German puts an order's verb last: "please the delivery date … move". */
const LAST_VERB =
  /^(?:please )?(?!please)(.+?)\s+(move|extend|set|change|increase|reduce|mark|create|cancel|approve|reject|delete|send)\s*[.!]?$/isu;

/**
 * A German or French order or question in the words that the rules read; any other sentence as it is. It reads words,
 * not grammar: what is quoted or named comes through unless it is one of the words.
 */
export function toEnglish(text: string): string {
  const german = GERMAN.test(text);
  if (!german && !FRENCH.test(text)) return text;
  let out = text.replace(/(?<=\b\d{1,2})\.(?=\s*\p{L})/gu, '').replace(/’/g, "'");
  for (const [from, to] of german ? GERMAN_PHRASES : FRENCH_PHRASES) out = out.replace(from, to);
  out = out.replace(/\s+/g, ' ').replace(/\s+\?/g, '?').trim();
  if (german && !/\?\s*$/.test(out)) out = out.replace(LAST_VERB, '$2 $1');
  return out;
}
