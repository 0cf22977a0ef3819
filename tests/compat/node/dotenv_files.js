// What npm's dotenv makes of a file: a JSON line with a question in, one with the answer out.

"use strict";

const fs = require("node:fs");
const dotenv = require("dotenv");

function answer(line) {
    const content = Buffer.from(JSON.parse(line).hex, "hex");
    try {
        return { is: dotenv.parse(content) };
    } catch (error) {
        return { error: error.name };
    }
}

for (const line of fs.readFileSync(0, "utf8").split("\n").filter(Boolean)) {
    process.stdout.write(`${JSON.stringify(answer(line))}\n`);
}
