"""Renders templates with Jinja 2 itself.

reference.py FOLDER   writes the answers of all cases in FOLDER/*.cases anew
reference.py          reads {"names": ..., "cases": [{"template": ..., "trims": ...}]}, writes a list of answers
"""
import datetime
import itertools
import json
import pathlib
import re
import sys

import pytz
from jinja2.sandbox import SandboxedEnvironment

MODULES = {"datetime": datetime, "itertools": itertools, "re": re, "pytz": pytz}


def answer(template, trims, names):
    environment = SandboxedEnvironment(
        extensions=["jinja2.ext.do", "jinja2.ext.loopcontrols"], trim_blocks=trims, lstrip_blocks=trims
    )
    try:
        text = environment.from_string(template).render(modules=MODULES, **json.loads(json.dumps(names)))
        return "= " + json.dumps(text, ensure_ascii=False)
    except Exception as failure:  # every failure is an answer
        return re.sub(r" at 0x[0-9a-f]+", "", f"! {type(failure).__name__}: {failure}")


def rewrite(folder):
    names = json.loads((folder / "names.json").read_text("utf-8"))
    for file in sorted(folder.glob("*.cases")):
        lines = []
        for line in file.read_text("utf-8").splitlines():
            if line.startswith('"'):
                lines += [line, answer(json.loads(line), file.stem == "trimmed", names), ""]
            elif line.startswith("#"):
                lines += [line, ""]
        file.write_text("\n".join(lines), "utf-8")


if len(sys.argv) > 1:
    rewrite(pathlib.Path(sys.argv[1]))
else:
    order = json.load(sys.stdin)
    json.dump([answer(case["template"], case["trims"], order["names"]) for case in order["cases"]], sys.stdout)
