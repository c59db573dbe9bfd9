import { foldText } from './fold-text.ts';

/** Words by which a text speaks to a machine that reads it, or gives it orders. Over folded text. */
const TO_A_MACHINE = [
  /\b(?:ignore|disregard|forget|override|bypass)\b.{0,30}\b(?:previous|prior|earlier|above|all|your|any|the system)\b.{0,20}(?<!\b(?:shipping|packing|packaging|delivery|payment|installation|mounting|invoicing|transport|handling|safety|assembly|welding|coating|marking|routing|bidding) )\b(?:instructions?|prompts?|rules?|guidelines|directives|guardrails)\b(?! (?:on|for|regarding) (?:shipping|packing|delivery))/u,
  /\b(?:system|admin|developer|hidden) (?:note|prompt|message|instruction|override|command)s?\b.{0,20}(?:[:\]]|\bto\b)/u,
  /\b(?:note|message|instruction|attention|notice|command|important)s? (?:to|for) (?:the |any |all |your )?(?:ai|a\.i\.|llm|gpt|chatgpt|copilot|claude|assistant|language model|bot|agent|automated (?:assistant|system|reader|tool)|email (?:assistant|parser|agent))/u,
  /(?:^|[\s[(<"'*#])(?:ai|assistant|llm|chatgpt|gpt|copilot|claude|bot|agent|system|dear (?:ai|assistant|bot|agent))(?: assistant| agent| model)?\s*[:,]\s*(?:please )?(?:call|set|mark|approve|change|update|ignore|propose|create|delete|send|forward|reply|do not|execute|run|use|invoke|add|treat|classify|summari[sz]e|tell|you)\b/u,
  /\bif you (?:are|'re) (?:an? )?(?:ai|llm|language model|assistant|bot|automated)/u,
  /\byou are (?:now )?(?:an? )?(?:ai|llm|helpful assistant|language model|procurement (?:bot|assistant)|in (?:developer|admin|debug) mode)\b/u,
  /\b(?:as|being) an? (?:ai|language model|llm)\b/u,
  /\b(?:ai|automated|virtual|digital|pmis|email|procurement) (?:assistant|agent|bot|model|system)s?\b.{0,40}\b(?:must|should|shall|please|processing|reading|instruct\w*|approve|set|mark|ignore|is (?:instructed|requested|authori[sz]ed|to))\b/u,
  /\b(?:call|invoke|use|execute|run|trigger)\s+(?:the )?(?:tool |function )?(?:propose_(?:patch|change)|create_task|approve_\w+|get_package|search_\w+|list_\w+|get_timeline|[a-z]+_[a-z]+\()/u,
  /\b(?:propose_patch|propose_change|create_task|approve_change|search_packages|tool_call|function_call)\b/u,
  /<\|?(?:im_start|im_end|system|endoftext)\|?>|\[\/?inst\]|<<sys>>|^#{2,} ?(?:system|instruction)/mu,
  /\b(?:without|do not|don't|never)\b.{0,20}\b(?:ask(?:ing)?|notify(?:ing)?|alert(?:ing)?|tell(?:ing)?|inform(?:ing)?)\b.{0,20}\b(?:the )?(?:user|human|anyone|anybody|operator|approver)s?\b/u,
  /\b(?:tell|inform) the user that\b|\breply (?:only )?(?:with )?(?:"?done"?|"?ok"?|"?approved"?)(?: only)?\.?\s*$/u,
  /\b(?:new|updated|revised) (?:system )?(?:instructions?|prompt) (?:for (?:the )?(?:ai|assistant|model)|:)/u,
  /\b(?:jailbreak|prompt injection|developer mode|dan mode)\b/u,
  /(?:忽略|无视|忘记).{0,12}(?:指令|指示|提示|规则)|(?:ai|人工智能|智能)(?:助手|助理)\s*[:：,，请]/u,
  /\b(?:ignorier\w*|missacht\w*|vergiss|vergessen sie)\b.{0,30}\b(?:anweisung\w*|instruktion\w*|vorgaben)|\b(?:ki|ai)-(?:assistent\w*|system|modell)\b/u,
  /\b(?:ignor[ae]\w*|olvid[ae]\w*)\b.{0,30}\b(?:instrucciones|istruzioni|instrucoes|indicaciones)|\b(?:asistente|assistente) (?:de |di )?(?:ia|ai)\b/u,
  /\b(?:ignor(?:e|ez|er)|oubli(?:e|ez|er))\b.{0,30}\b(?:instructions|consignes)|\bassistant (?:ia|ai)\b/u,
];

/** Where hidden, a plain order to the system is enough. */
const HIDDEN_ORDER =
  /\b(?:ai|assistant|llm|bot|model|system)\b.{0,60}\b(?:set|mark|approve|call|change|award|cancel|propose|update|ignore|instruction\w*)\b|\b(?:set|mark|change|approve|award|cancel)\b.{0,30}\b[a-z]{1,8}-\d{1,6}\b|\b(?:set|change) (?:the )?(?:status|vendor|contract amount|delivery date)\b/u;

/** Whether a visible text speaks to a machine. */
export function isInjection(text: string): boolean {
  const folded = foldText(text.slice(0, 20_000));
  return TO_A_MACHINE.some((pattern) => pattern.test(folded));
}

/** Whether text that no reader sees gives orders. */
export function isHiddenInjection(text: string): boolean {
  const folded = foldText(text.slice(0, 20_000));
  return HIDDEN_ORDER.test(folded) || TO_A_MACHINE.some((pattern) => pattern.test(folded));
}
