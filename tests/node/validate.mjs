// Judges YAML files by the JSON Schemas that editors use, as an editor would: node validate.mjs SCHEMAS SCHEMA=FILE …
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import Ajv from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { parse } from "yaml";

const [folder, ...pairs] = process.argv.slice(2);
const ajv = new Ajv.default({ allErrors: true, strict: true, strictTypes: false });
addFormats.default(ajv);
for (const name of readdirSync(folder)) ajv.addSchema(JSON.parse(readFileSync(join(folder, name), "utf8")), name);
let count = 0;
for (const pair of pairs) {
  const [name, file] = pair.split("=");
  const judge = ajv.getSchema(name);
  count += 1;
  if (judge(parse(readFileSync(file, "utf8"), { uniqueKeys: true }))) continue;
  for (const error of judge.errors) console.log(`${file}: ${error.instancePath} ${error.message}`);
}
console.log(`${count} files`);
