const SALES =
  /\b(?:unsubscribe|opt[ -]?out|not hear from (?:me|us)|reply stop|view (?:this )?in (?:your )?browser|manage (?:your )?preferences|our (?:platform|solution|product range|software|service)s? (?:help|can|let|enable|cut|save)\w*|we help|book a (?:demo|call|slot|meeting)|pick a slot|free (?:trial|demo|sample|webinar|delivery)|quick (?:call|chat|question|intro)|short (?:call|chat|intro\w*)|(?:10|15|20|30|ten|fifteen|twenty|thirty)[- ]min(?:ute)?s?\b|i (?:noticed|came across|saw (?:that )?your|stumbled|was impressed)|save (?:up to )?\d+ ?%|cut .{0,40}(?:by \d+ ?%|from \d+)|special offer|limited time|discount code|webinar|white ?paper|newsletter|would you be open to|worth a (?:chat|call|conversation)|who (?:is|would be) the right person|exclusive|introduc(?:e|ing) (?:our|my) company|leading (?:supplier|manufacturer|provider) of|we are a (?:leading|professional)|become (?:your|a) supplier|supplier portfolio|calendly|your (?:parcel|delivery|shipment) \w+|track (?:your|the) (?:parcel|package|shipment|order)|your (?:order|booking) (?:has been )?confirm\w+|early bird|reserved? (?:you )?a (?:seat|place)|limited (?:places|seats)|seats? (?:are )?limited|register (?:now|today|here|by|before)|case study|e-?book|discount|special price|promotion|trade (?:fair|show)|our (?:booth|stand)|learn more|read more|click here|masterclass|seminar|training course|award nomination|schedule a (?:demo|call))\b/gu;
const OUT_OF_OFFICE =
  /^(?:automatic reply|auto(?:matic)?[- ]?(?:reply|response)|out of (?:the )?office|ooo\b|abwesen\w*|automatische antwort|respuesta automatica|fuera de la oficina|reponse automatique|absence|risposta automatica|fuori sede|自动回复)/u;

/** What stands at the foot of mail that goes to many. */
const TO_MANY =
  /\b(?:unsubscribe|opt[ -]?out|manage (?:your )?(?:subscription|preferences)|no longer (?:wish|want) to receive|view (?:this )?(?:e-?mail |mail )?in (?:your )?browser|you (?:receive|are receiving|received) this (?:e-?mail|mail|message|newsletter) because|abmelden|darse de baja|se desabonner|disiscriv\w+)\b/u;
/** Our own services, which write to everybody: nobody of the project. */
const SERVICE =
  /^(?:it|hr|edv|ict)\b|\b(?:help ?desk|service ?desk|facilit(?:y|ies)|reception|human resources|payroll|canteen|no-?reply|noreply|do-?not-?reply|communications?|newsletter|events?|security team|office management|travel desk|it (?:support|services?))\b/u;

/** Signs by which nobody who trades with us writes, however well he knows what we build. */
const CLEAR = 3;

/** Whether a first mail from outside tries to sell: three signs of it, or two, or one in a short text, where nothing links it
 * to a package. `named`: it is a vendor’s, or names a package by its code. */
export function isSalesMail(foldedText: string, { known, named }: { known: boolean; named: boolean }): boolean {
  if (!named && TO_MANY.test(foldedText)) return true;
  const signs = new Set([...foldedText.slice(0, 20_000).matchAll(SALES)].map(([sign]) => sign));
  if (!named && signs.size >= CLEAR) return true;
  return !known && signs.size >= 1 && (signs.size >= 2 || foldedText.length < 1500);
}

/** Whether one of our own services writes, to everybody: `sender` and `address` folded. */
export function isServiceMail(sender: string, address: string): boolean {
  return SERVICE.test(sender) || SERVICE.test((address.split('@')[0] ?? '').replace(/[._-]+/gu, ' '));
}

/** Whether the subject says that nobody is there to read an answer. */
export function isOutOfOffice(foldedSubject: string): boolean {
  return OUT_OF_OFFICE.test(foldedSubject.trim());
}
