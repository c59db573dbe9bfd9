import type { WorldView } from '../../../server/ai/rules/understanding.ts';

const person = (email: string, name: string, title: string) => ({
  email: `${email}@castlemere.example`,
  name,
  title,
  role: 'analyst',
  active: true,
});

const none = {
  poNumber: null,
  buyerEmail: 'pavel.horak@castlemere.example',
  budgetAmount: null,
  contractAmount: null,
  rfqIssueDate: null,
  bidDueDate: null,
  awardDate: null,
  poIssueDate: null,
  fatDate: null,
  deliveryDate: null,
};

const linnea = 'linnea.berg@castlemere.example';
const ruth = 'ruth.adeyemi@castlemere.example';

/** The world of the own mails: another company than that of the shared developer set. */
export const ownWorld: WorldView = {
  company: 'Castlemere Water',
  internalDomains: ['castlemere.example'],
  trustedReceivers: ['mx.castlemere.example'],
  timeZone: 'Europe/London',
  openTasks: [],
  people: [
    person('ruth.adeyemi', 'Ruth Adeyemi', 'Head of Procurement'),
    person('pavel.horak', 'Pavel Horak', 'Buyer, Mechanical'),
    person('linnea.berg', 'Linnea Berg', 'Buyer, Electrical'),
    person('omar.siddiqui', 'Omar Siddiqui', 'Mechanical Engineer'),
    person('claire.dubois', 'Claire Dubois', 'Process Engineer'),
    person('henry.stone', 'Henry Stone', 'Programme Director'),
    person('mina.park', 'Mina Park', 'Planner'),
    person('joao.costa', 'Joao Costa', 'Document Controller'),
    person('beth.nolan', 'Beth Nolan', 'Expediter'),
  ],
  packages: [
    { ...none, code: 'C-101', title: 'Clarifier Bridges', status: 'in_fabrication', vendor: 'AquaMek Oy', vendorDomains: ['aquamek.example'], currency: 'EUR', budgetAmount: 1500000, contractAmount: 1420000, fatDate: '2026-06-02', deliveryDate: '2026-07-10', poNumber: 'PO-77101' },
    { ...none, code: 'C-102', title: 'High Lift Pumps', status: 'po_issued', vendor: 'Torrent Pumps Ltd', vendorDomains: ['torrentpumps.example'], currency: 'GBP', budgetAmount: 900000, contractAmount: 860000, deliveryDate: '2026-08-21', poNumber: 'PO-77102' },
    { ...none, code: 'C-103', title: 'Standby Generator Set', status: 'evaluation', vendor: 'Dynagen Inc', vendorDomains: ['dynagen.example'], currency: 'USD', budgetAmount: 410000, bidDueDate: '2026-02-20', awardDate: '2026-04-02', buyerEmail: linnea },
    { ...none, code: 'C-104', title: 'Sludge Centrifuges', status: 'awarded', vendor: 'Rotaclear GmbH', vendorDomains: ['rotaclear.example'], currency: 'EUR', budgetAmount: 2200000, contractAmount: 2050000, awardDate: '2026-02-24', deliveryDate: '2026-11-06' },
    { ...none, code: 'C-105', title: 'Polymer Dosing Units', status: 'rfq_issued', vendor: 'Rotaclear GmbH', vendorDomains: ['rotaclear.example'], currency: 'EUR', budgetAmount: 300000, bidDueDate: '2026-03-24', awardDate: '2026-05-08' },
    { ...none, code: 'C-106', title: 'UV Disinfection Reactors', status: 'rfq_issued', vendor: 'Lumax Systems', vendorDomains: ['lumax.example'], currency: 'EUR', budgetAmount: 650000, bidDueDate: '2026-03-18', awardDate: '2026-04-30' },
    { ...none, code: 'C-107', title: 'Motor Control Centres', status: 'po_issued', vendor: 'Elektrika BV', vendorDomains: ['elektrika.example'], currency: 'EUR', budgetAmount: 720000, contractAmount: 698000, fatDate: '2026-08-11', deliveryDate: '2026-09-04', buyerEmail: linnea },
    { ...none, code: 'C-108', title: 'Ductile Iron Pipes', status: 'shipped', vendor: 'Fonderies Vallier', vendorDomains: ['vallier.example'], currency: 'EUR', budgetAmount: 1100000, contractAmount: 1065000, deliveryDate: '2026-03-27' },
    { ...none, code: 'C-109', title: 'SCADA System Integration', status: 'planned', vendor: 'Telematrix', vendorDomains: ['telematrix.example'], currency: 'GBP', budgetAmount: 320000, rfqIssueDate: '2026-03-30', buyerEmail: linnea },
    { ...none, code: 'C-110', title: 'Access Platforms and Handrails', status: 'in_fabrication', vendor: 'Stahlbau Weiss', vendorDomains: ['stahlbau-weiss.example'], currency: 'EUR', budgetAmount: 240000, contractAmount: 231000, deliveryDate: '2026-05-22' },
    { ...none, code: 'C-111', title: 'Pressure Transmitters', status: 'po_issued', vendor: 'Huaxin Instruments', vendorDomains: ['huaxin.example'], currency: 'CNY', budgetAmount: 900000, contractAmount: 845000, deliveryDate: '2026-05-15', buyerEmail: linnea },
    { ...none, code: 'W-21', title: 'Inlet Works Civils', status: 'awarded', vendor: 'Brennan Civil Engineering', vendorDomains: ['brennancivil.example'], currency: 'GBP', budgetAmount: 6800000, contractAmount: 6300000, deliveryDate: '2026-12-18', buyerEmail: ruth },
    { ...none, code: 'W-22', title: 'Pipeline Laying Lot 2', status: 'in_fabrication', vendor: 'Constructora Vega', vendorDomains: ['constructoravega.example'], currency: 'EUR', budgetAmount: 3100000, contractAmount: 2980000, deliveryDate: '2026-10-30', buyerEmail: ruth },
    { ...none, code: 'W-23', title: 'Demolition of Old Filter House', status: 'on_hold', vendor: 'Dalby Demolition', vendorDomains: ['dalby.example'], currency: 'GBP', budgetAmount: 180000, buyerEmail: ruth },
    { ...none, code: 'W-24', title: 'Landscaping', status: 'planned', vendor: 'GreenEdge', vendorDomains: ['greenedge.example'], currency: 'GBP', budgetAmount: 90000, buyerEmail: ruth },
  ],
}; // prettier-ignore
