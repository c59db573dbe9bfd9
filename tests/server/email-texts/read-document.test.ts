import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { openDocumentReader } from '../../../server/email-texts/extract/read-document.ts';
import { type TextKind, textKindOf } from '../../../server/email-texts/extract/text-kind.policy.ts';
import { docxOf, pdfOf, zipOf } from '../../factories/documents.ts';
import { makeTestFolder } from '../../setup/services.ts';

const reader = openDocumentReader();
afterAll(() => reader.close());
const read = (kind: TextKind, bytes: Buffer) => reader.read({ kind, bytes });

describe('the text of', () => {
  const sheet =
    '<worksheet><sheetData><row><c t="s"><v>0</v></c><c><v>4711</v></c><c t="inlineStr"><is><t>DN 300</t></is></c></row></sheetData></worksheet>';
  const cases: [string, TextKind, Buffer, string][] = [
    ['a PDF', 'pdf', pdfOf('Flange drawing 4711'), 'Flange drawing 4711'],
    ['a Word document', 'office', docxOf('Größe der Pumpen', 'A &amp; B'), 'Größe der Pumpen\nA & B'],
    [
      'a Word document without its field codes and deleted words',
      'office',
      zipOf({
        'word/document.xml':
          '<w:p><w:r><w:instrText>PAGE</w:instrText></w:r><w:del><w:r><w:delText>old</w:delText></w:r></w:del><w:r><w:t>new</w:t></w:r></w:p>',
      }),
      'new',
    ],
    [
      'a sheet',
      'office',
      zipOf({
        'xl/workbook.xml': '<workbook><sheets><sheet name="Prices"/></sheets></workbook>',
        'xl/sharedStrings.xml': '<sst><si><t>Gasket</t></si></sst>',
        'xl/worksheets/sheet1.xml': sheet,
      }),
      'Prices\nGasket\n4711 DN 300',
    ],
    [
      'slides in their order',
      'office',
      zipOf({
        'ppt/slides/slide10.xml': '<a:p><a:t>ten</a:t></a:p>',
        'ppt/slides/slide2.xml': '<a:p><a:t>two</a:t></a:p>',
      }),
      'two\nten',
    ],
    [
      'an OpenDocument text',
      'opendocument',
      zipOf({
        'content.xml': '<office:body><text:p>Seals<text:tab/>black</text:p><text:p>Bolts</text:p></office:body>',
      }),
      'Seals black\nBolts',
    ],
    ['HTML', 'html', Buffer.from('<p>Bolts</p><script>x()</script><p style="display:none">unseen</p>'), 'Bolts'],
    [
      'a message',
      'message',
      Buffer.from('From: Mill <mill@steel.test>\r\nSubject: Plates\r\n\r\nThey are late.\r\n'),
      'Plates\nMill\nmill@steel.test\nThey are late.',
    ],
    [
      'a text in another charset',
      'plain',
      Buffer.from('Länge 12 m, Höhe 3 m, für Größe', 'latin1'),
      'Länge 12 m, Höhe 3 m, für Größe',
    ],
  ];
  test.each(cases)('%s', async (_name, kind, bytes, text) => {
    expect(await read(kind, bytes)).toEqual({ text, error: null });
  });
});

describe('what cannot be read says why', () => {
  test.each([
    ['a PDF that is none', 'pdf', Buffer.from('not a pdf')],
    ['a broken zip', 'office', docxOf('x').subarray(0, 60)],
    ['an empty file', 'office', Buffer.alloc(0)],
    ['a zip bomb', 'office', zipOf({ 'word/document.xml': `<w:p><w:t>${' '.repeat(30_000_000)}</w:t></w:p>` })],
    ['too many parts', 'office', zipOf(Object.fromEntries(Array.from({ length: 4001 }, (_, i) => [`x${i}`, ''])))],
    ['more than 25 MB', 'plain', Buffer.alloc(26 * 1024 * 1024, 65)],
  ] as [string, TextKind, Buffer][])('%s', async (_name, kind, bytes) => {
    const { text, error } = await read(kind, bytes);
    expect(text).toBe('');
    expect(error).toMatch(/^[A-Z].{10,}/);
  });

  test('entities that a document defines do not grow', async () => {
    const xml = `<!DOCTYPE x [<!ENTITY a "${'x'.repeat(1000)}"><!ENTITY b "${'&a;'.repeat(1000)}">]><w:p><w:t>&b;</w:t></w:p>`;
    expect((await read('office', zipOf({ 'word/document.xml': xml }))).text.length).toBeLessThan(100);
  });

  test('a thread that hangs is ended, and the next document is read', async () => {
    const entry = path.join(makeTestFolder('hang'), 'hang.mjs');
    writeFileSync(
      entry,
      "import { parentPort } from 'node:worker_threads'; parentPort.on('message', ({ kind }) => { if (kind === 'pdf') for (;;); parentPort.postMessage({ text: 'ok', error: null }); });",
    );
    const slow = openDocumentReader({ milliseconds: 400, entry });
    expect((await slow.read({ kind: 'pdf', bytes: Buffer.from('x') })).error).toContain('longer than');
    expect((await slow.read({ kind: 'plain', bytes: Buffer.from('x') })).text).toBe('ok');
    await slow.close();
  });
});

test('the kind goes by the name, else by the type', () => {
  const kinds = [
    ['a.PDF', 'application/octet-stream'],
    ['a', 'application/pdf'],
    ['a.xlsx', 'x/y'],
    ['a.bin', 'text/plain'],
    ['a.png', 'image/png'],
    ['a.zip', 'application/zip'],
    ['a.doc', 'application/msword'],
    ['noname', 'message/rfc822'],
  ] as const;
  expect(kinds.map(([name, type]) => textKindOf(name, type))).toEqual([
    'pdf',
    'pdf',
    'office',
    'plain',
    null,
    null,
    null,
    'message',
  ]);
});
