import js from '@eslint/js';
import { defineConfig } from 'eslint/config';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

const features = [
  'activity',
  'blueprints',
  'connections',
  'help',
  'importing',
  'practice',
  'register',
  'settings',
  'vault',
];

const tauriStaysHome = {
  group: ['@tauri-apps/*'],
  message: 'Only backend/tauri.ts knows Tauri. Take the backend from useBackend().',
};

/** A feature may use components, lib, text and backend; what two features share moves there. */
const featuresStayApart = features.map((feature) => ({
  files: [`src/features/${feature}/**/*.{ts,svelte}`],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [
          tauriStaysHome,
          {
            group: features.filter((other) => other !== feature).map((other) => `**/${other}/**`),
            message: 'Features do not import each other. Move what they share to components, lib or text.',
          },
        ],
      },
    ],
  },
}));

/** The same for all files: whichever comes first makes the service for all, and each change of it reads everything again. */
const project = {
  projectService: { allowDefaultProject: ['*.js'] },
  extraFileExtensions: ['.svelte'],
  tsconfigRootDir: import.meta.dirname,
};

export default defineConfig(
  {
    ignores: ['dist', 'dist-mock', 'test-output', 'node_modules', 'src/backend/generated.ts', 'src/text/catalogue.ts'],
  },
  js.configs.recommended,
  ...ts.configs.strictTypeChecked,
  ...svelte.configs.recommended,
  {
    languageOptions: {
      globals: { ...globals.browser, ...globals.node },
      parserOptions: project,
    },
    rules: {
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      // The contract rejects with an ApiError, which came as JSON.
      '@typescript-eslint/only-throw-error': [
        'error',
        { allow: [{ from: 'file', name: 'ApiError', path: 'src/backend/generated.ts' }] },
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      'no-restricted-imports': ['error', { patterns: [tauriStaysHome] }],
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: {
      parserOptions: { ...project, parser: ts.parser, svelteConfig },
    },
    rules: {
      // The words live in src/text; markup that Svelte would parse as HTML never comes from outside.
      'svelte/no-at-html-tags': 'error',
      // `let { … } = $props()` must stay `let` where one of the props is bindable.
      'prefer-const': 'off',
    },
  },
  ...featuresStayApart,
  { files: ['src/backend/tauri.ts'], rules: { 'no-restricted-imports': 'off' } },
);
