// Lints texts as if they stood at given places of the repository, with the repository's own configuration.
// In: a JSON array of { filePath, code } as the first argument. Out: per text, an array of "rule: message".
import { ESLint } from 'eslint';

const plants = JSON.parse(process.argv[2]);
const projectService = {
  // These files do not exist, so no tsconfig.json includes them; they are few and short.
  allowDefaultProject: plants.map(({ filePath }) => filePath),
  defaultProject: 'tsconfig.base.json',
  maximumDefaultProjectFileMatchCount_THIS_WILL_SLOW_DOWN_LINTING: plants.length,
};
const eslint = new ESLint({
  overrideConfig: { files: ['**/*.ts'], languageOptions: { parserOptions: { projectService } } },
});

const findings = [];
for (const { filePath, code } of plants) {
  const [result] = await eslint.lintText(code, { filePath });
  findings.push(result.messages.map(({ ruleId, message }) => `${ruleId}: ${message}`));
}
process.stdout.write(JSON.stringify(findings));
