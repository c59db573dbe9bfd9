import { addDays, type PlainDate } from '../dates/date.policy.ts';

type DemoMail = { from: string; to: string; subject: string; hour: number; daysAgo: number; lines: string[] };

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

/** "14 January 2027" */
function written(date: PlainDate): string {
  const long = 'January February March April May June July August September October November December'.split(' ');
  return `${Number(date.slice(8))} ${long[Number(date.slice(5, 7)) - 1]} ${date.slice(0, 4)}`;
}

function mails(today: PlainDate): DemoMail[] {
  return [
    {
      from: 'Ilse Brandt <ilse.brandt@hydrotec-pumps.example>',
      to: 'Tomasz Wolny <tomasz.wolny@northgate.example>, pmis@northgate.example',
      subject: 'P-002 Raw water intake pumps: GA drawings and delivery',
      daysAgo: 3,
      hour: 9,
      lines: [
        'Dear Tomasz,',
        '',
        `the motors reach us two weeks late. We now expect to deliver the pumps on ${written(addDays(today, 116))}.`,
        `Please return the stamped GA drawings by ${written(addDays(today, 7))}, so that machining can start.`,
        '',
        'Kind regards',
        'Ilse Brandt',
        'Hydrotec Pumps GmbH',
      ],
    },
    {
      from: 'Carla Ferri <c.ferri@aquapura.example>',
      to: 'pmis@northgate.example',
      subject: 'RO membrane skids (P-010) - performance bond',
      daysAgo: 2,
      hour: 14,
      lines: [
        'Good afternoon,',
        '',
        `our bank issues the performance bond for P-010 this week; you will have the original by ${written(addDays(today, 4))}.`,
        '',
        'Best regards',
        'Carla Ferri, AquaPura SpA',
      ],
    },
    {
      from: 'Gareth Pugh <gareth.pugh@northgate.example>',
      to: 'pmis@northgate.example',
      subject: 'Spools P-016: port slot',
      daysAgo: 1,
      hour: 11,
      lines: [
        'All,',
        '',
        `Zhonghe confirmed that the vessel with the spools (P-016) arrives on ${written(addDays(today, 20))}. Can somebody book the port slot?`,
        '',
        'Gareth',
      ],
    },
    {
      from: 'Sales <sales@palletking.example>',
      to: 'pmis@northgate.example',
      subject: 'New price list for pallets and crating',
      daysAgo: 1,
      hour: 16,
      lines: [
        'Hello,',
        '',
        'please find our new prices on our site. We would be glad to quote for your next shipment.',
        '',
        'PalletKing',
      ],
    },
  ];
}

/** A few messages as raw bytes, written around today; one of them belongs to no package and waits in triage. */
export function demoMails(today: PlainDate): Buffer[] {
  return mails(today).map((mail, index) => {
    const date = addDays(today, -mail.daysAgo);
    const stamp = `${Number(date.slice(8))} ${MONTHS[Number(date.slice(5, 7)) - 1]} ${date.slice(0, 4)} ${String(mail.hour).padStart(2, '0')}:12:00 +0000`;
    const headers = [
      `From: ${mail.from}`,
      `To: ${mail.to}`,
      `Subject: ${mail.subject}`,
      `Date: ${stamp}`,
      `Message-ID: <demo-${index + 1}.${date}@northgate.example>`,
      'MIME-Version: 1.0',
      'Content-Type: text/plain; charset=utf-8',
      'Content-Transfer-Encoding: 8bit',
    ];
    return Buffer.from([...headers, '', ...mail.lines, ''].join('\r\n'));
  });
}
