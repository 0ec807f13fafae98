// Reads source trees as Salesforce's own tools do, and says as JSON what they see in them.
//
// usage: node convert.mjs OUT FOLDER...
//
// For each folder: the components with their files, the files that belong to no component, and what is in the
// Metadata API layout after a conversion into OUT.
import { readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { ComponentSet, MetadataConverter } from '@salesforce/source-deploy-retrieve';

const [out, ...folders] = process.argv.slice(2);

function files(folder) {
  const entries = readdirSync(folder, { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath ?? entry.path, entry.name)))
    .sort();
}

async function read(folder, index) {
  const set = ComponentSet.fromSource(folder);
  const components = set.getSourceComponents().toArray();
  const known = components.map((component) => relative(folder, component.xml));
  const directory = join(out, String(index));
  await new MetadataConverter().convert(set, 'metadata', {
    type: 'directory',
    outputDirectory: directory,
    genUniqueDir: false,
  });
  return {
    folder,
    components: components.map((component) => `${component.type.name}:${component.fullName}`).sort(),
    unknown: files(folder).filter((file) => !known.includes(file)),
    converted: Object.fromEntries(
      files(directory).map((file) => [file, readFileSync(join(directory, file), 'utf8')]),
    ),
  };
}

const results = [];
for (const [index, folder] of folders.entries()) {
  results.push(await read(folder, index));
}
process.stdout.write(JSON.stringify(results));
