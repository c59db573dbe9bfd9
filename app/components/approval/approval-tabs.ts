/** The views of the approvals queue, in the address as `tab`. */
export const APPROVAL_TABS = ['mine', 'pending', 'requested', 'decided'] as const;
export type ApprovalTab = (typeof APPROVAL_TABS)[number];

const INPUTS = {
  mine: { status: 'pending', turn: 'me' },
  pending: { status: 'pending' },
  requested: { requestedBy: 'me' },
  decided: { status: 'applied,rejected,withdrawn,expired,superseded,apply_failed' },
} as const satisfies Record<ApprovalTab, Record<string, string>>;

/** What a view asks of the list of approvals. */
export const tabInput = (tab: ApprovalTab): Record<string, string> => INPUTS[tab];
