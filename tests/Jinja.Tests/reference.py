"""Renders templates with Jinja 2 itself: reads {"names": ..., "cases": [{"template": ..., "trims": ...}]}, writes a list of answers."""
import json
import re
import sys

from jinja2.sandbox import SandboxedEnvironment


def answer(case, names):
    environment = SandboxedEnvironment(
        extensions=["jinja2.ext.do", "jinja2.ext.loopcontrols"], trim_blocks=case["trims"], lstrip_blocks=case["trims"]
    )
    try:
        return "= " + environment.from_string(case["template"]).render(**json.loads(json.dumps(names)))
    except Exception as failure:  # every failure is an answer
        return re.sub(r" at 0x[0-9a-f]+", "", f"! {type(failure).__name__}: {failure}")


order = json.load(sys.stdin)
json.dump([answer(case, order["names"]) for case in order["cases"]], sys.stdout)
