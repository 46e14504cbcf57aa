/** What the project is to cost, to the fen. */
export const BUDGET = '85000.00';

/** What will hang on the notice board: it names nobody. */
export const TERMS = {
  title: '集市路排水沟改造',
  content: '疏通并加盖集市东侧排水沟一百二十米，更换破损盖板',
  place: '集市东侧路段',
  effect: '雨天不再积水，赶集和上学的路好走',
};

/** What the works cost in the end, and what of it stands back. */
export const CONTRACT = '83600.00';
export const RETAINED = '2500.00';
