// Every HTML file of a site through html-validate and through the Nu HTML checker; their errors as lines.

import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';

import { HtmlValidate } from 'html-validate';

import { htmlFiles } from './pages.mjs';

const NU = join(createRequire(import.meta.url).resolve('vnu-jar/package.json'), '../build/dist/vnu.jar');

const CONFIG = {
  root: true,
  extends: ['html-validate:recommended', 'html-validate:document', 'html-validate:a11y', 'html-validate:standard'],
  rules: {
    // All files of a page come from its own host, where a hash beside the link protects nothing; others would need it.
    'require-sri': ['error', { target: 'crossorigin' }],
  },
};

function nu(dir) {
  return new Promise((resolve) => {
    const args = ['-Xss8m', '-jar', NU, '--errors-only', '--skip-non-html', '--format', 'json', dir];
    execFile('java', args, { maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
      try {
        const { messages } = JSON.parse(stderr);
        const place = ({ url, lastLine }) => `${decodeURIComponent(url ?? '').split(dir).at(-1)}:${lastLine}`;
        resolve(messages.map((found) => `nu: ${place(found)}: ${found.message}`));
      } catch {
        resolve([`nu: did not run: ${error?.message ?? stderr}`]);
      }
    });
  });
}

export async function markup(dir) {
  const running = nu(dir);
  const validator = new HtmlValidate(CONFIG);
  const problems = [];
  const files = htmlFiles(dir);
  for (const file of files) {
    const { results } = await validator.validateFile(join(dir, file));
    for (const { messages } of results) {
      problems.push(...messages.map((it) => `html-validate: /${file}:${it.line}:${it.column}: ${it.ruleId}: ${it.message}`));
    }
  }
  return { files: files.length, found: [...problems, ...(await running)] };
}
