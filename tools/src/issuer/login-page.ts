import { demonstrationAccounts } from './accounts.js';

const style = `body{font:16px/1.5 system-ui,sans-serif;max-width:42rem;margin:2rem auto;padding:0 1rem}
button{display:flex;gap:1rem;width:100%;padding:.6rem;margin:.25rem 0;font:inherit;text-align:left;cursor:pointer}
code{min-width:14rem}`;

/** One button for each demonstration account; everything the page needs is in the page. */
export function loginPage(interaction: string): string {
  const buttons = demonstrationAccounts.map(
    ({ account, nameZh, nameEn }) =>
      `<button name="account" value="${escapeHtml(account)}"><code>${escapeHtml(account)}</code>` +
      `<span lang="zh">${escapeHtml(nameZh)}</span><span>${escapeHtml(nameEn)}</span></button>`,
  );
  const intro =
    '<h1>连心 Lianxin</h1><p>演示账号，仅供试用。 Demonstration accounts, for trying out only.</p>';
  return page(
    `${intro}<form method="post" action="/interaction/${escapeHtml(interaction)}">${buttons.join('')}</form>`,
  );
}

export function errorPage(error: string, description: string): string {
  return page(`<h1>${escapeHtml(error)}</h1><p>${escapeHtml(description)}</p>`);
}

const page = (body: string) =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Lianxin</title><style>${style}</style></head><body>${body}</body></html>`;

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
