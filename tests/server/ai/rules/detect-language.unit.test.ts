import { expect, it } from 'vitest';
import { detectLanguage } from '../../../../server/ai/rules/detect-language.ts';

it.each([
  ['en', 'Please confirm by Tuesday that this is acceptable for your site programme.'],
  ['de', 'Bitte bestätigen Sie uns den neuen Liefertermin bis zum Freitag, vielen Dank.'],
  ['es', 'Por favor, envíen la confirmación de la nueva fecha antes del viernes.'],
  ['fr', 'Merci de nous confirmer la date de livraison pour cette commande.'],
  ['it', 'Vi preghiamo di confermare la data di consegna entro venerdì, cordiali saluti.'],
  ['pl', 'Proszę o potwierdzenie terminu dostawy do piątku, dziękuję.'],
  ['sv', 'Vänligen bekräfta att leveransen är på plats senast fredag.'],
  ['ru', 'Просим подтвердить срок поставки до пятницы.'],
  ['zh', '请在周五之前确认新的交货日期。'],
  ['ja', '金曜日までに納期をご確認ください。'],
  [null, 'P-002'],
  [null, '4500018821 / 4500018822 / 4500018823'],
])('%s: %s', (language, text) => {
  expect(detectLanguage(text)).toBe(language);
});
