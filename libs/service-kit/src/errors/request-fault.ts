const NAME = String.raw`[\w![\]]{1,80}`;

/** What GraphQL says of a value without repeating it. */
const REASON = new RegExp(
  [
    `Field "${NAME}" is not defined by type "${NAME}"`,
    `Field "${NAME}" of required type "${NAME}" was not provided`,
    `Expected (non-nullable )?type "${NAME}" (not to be null|to be an object)`,
    `does not exist in "${NAME}" enum`,
    'DateTime wants an instant such as [-+:T0-9]{25}',
  ]
    .map((reason) => `(?:${reason}\\.)`)
    .join('|')
    .replace(/^(.*)$/s, '(?:$1)$'),
);

/**
 * What a request got wrong, in GraphQL's words but without the values it quotes, which people may have typed, and
 * without its hints ("Did you mean …?"), which would tell the schema to those who may not see it.
 */
export function describeRequestFault(message: string): string {
  const variable = /^Variable "\$(\w{1,80})" got invalid value /.exec(message)?.[1];
  if (variable) return describeVariable(variable, message.replace(/ Did you mean [^?]*\?$/s, ''));
  return message
    .replace(/ Did you mean .*\?/s, '')
    .replace(/^(Expected value of type .*?|Syntax Error: Expected .*?), found .*$/s, '$1.')
    .replace(/^(Syntax Error: Unexpected \w+) ".*$/s, '$1.')
    .replace(/^((?:\w+|Enum "\w+") cannot represent .*? value): .*$/s, '$1.')
    .replace(/^Value ".*" (does not exist in )/s, 'The value $1');
}

function describeVariable(variable: string, message: string): string {
  const path = [...message.matchAll(/ at "([\w.[\]]{1,200})"; /g)].at(-1)?.[1];
  const reason = REASON.exec(message)?.[0];
  const place = path ? ` at "${path}"` : '';
  const said = reason ? `: ${reason.startsWith('does') ? `the value ${reason}` : reason}` : '.';
  return `Variable "$${variable}" got an invalid value${place}${said}`;
}
