import { describe, expect, it } from 'vitest';
import { Markup, markup } from '../../../app/components/ui/markup.ts';

describe('markup', () => {
  it('escapes what is put in, in text and attributes', () => {
    const evil = `"><script>alert('1')</script>&`;
    expect(String(markup`<a title="${evil}">${evil}</a>`)).toBe(
      '<a title="&quot;&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;">&quot;&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;</a>',
    );
  });

  it('takes markup and lists of it as they are, null as nothing, numbers as text', () => {
    expect(String(markup`<p>${markup`<b>${1}</b>`}${null}${[markup`<i>${'<'}</i>`]}</p>`)).toBe(
      '<p><b>1</b><i>&lt;</i></p>',
    );
  });

  it('takes nothing else for HTML', () => {
    expect(() => new Markup('<b>', Symbol('made by markup') as never)).toThrow(TypeError);
    expect(() => markup`${{ toString: () => '<b>' } as never}`).toThrow(TypeError);
    expect(() => markup`${['<b>'] as never}`).toThrow(TypeError);
  });
});
