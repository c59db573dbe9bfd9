import { describe, expect, it } from 'vitest';
import { touchedCustom, touchedValues, valuesOfPatch } from '../../../../app/components/package/propose-values.ts';

const was = JSON.stringify({ title: 'Pumps', budgetAmount: '1250000.00', 'custom.Heat': '12', description: 'a\nb' });

describe('touchedValues', () => {
  it('is only what differs from what the form was filled with', () => {
    const form = { was, title: 'Pumps', budgetAmount: '1300000', 'custom.Heat': '', description: 'a\r\nb ' };
    expect(touchedValues(form)).toEqual({ budgetAmount: '1300000', 'custom.Heat': '' });
  });

  it('takes an amount shown with thousands apart for the same, another one without them', () => {
    expect(touchedValues({ was, budgetAmount: '1,250,000.00' })).toEqual({});
    expect(touchedValues({ was, budgetAmount: ' 1,300,000.50 ' })).toEqual({ budgetAmount: '1300000.50' });
    expect(touchedValues({ was, title: '1,000' })).toEqual({ title: '1,000' });
  });

  it('touches nothing that the form did not carry, and survives a mangled form', () => {
    expect(touchedValues({ was })).toEqual({});
    expect(touchedValues({ was: '{"title":5', title: 'New' })).toEqual({});
    expect(touchedValues({ was: 'null', title: 'New' })).toEqual({});
  });
});

describe('touchedCustom', () => {
  it('names custom fields without their prefix', () => {
    expect(touchedCustom({ title: 'x', 'custom.Heat no': '7' })).toEqual([['Heat no', '7']]);
  });
});

describe('valuesOfPatch', () => {
  it('turns an earlier patch into the texts of the form', () => {
    const patch = {
      status: { from: 'evaluation', to: 'awarded' },
      buyer: { from: null, to: { email: 'bob@northgate.example', name: 'Bob' } },
      contractAmount: { from: null, to: '4050000.00' },
      requiredOnSite: { from: '2026-01-01', to: null },
      customFields: { from: { Heat: 1 }, to: { Heat: 2, Grade: null } },
      domains: { from: [], to: ['x.example'] },
    };
    expect(valuesOfPatch(patch)).toEqual({
      status: 'awarded',
      buyer: 'bob@northgate.example',
      contractAmount: '4050000.00',
      requiredOnSite: '',
      'custom.Heat': '2',
      'custom.Grade': '',
    });
  });
});
