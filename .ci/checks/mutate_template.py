#!/usr/bin/env python3
"""Applies each change of mutants.yaml to the templates and demands that the review finds it.

Usage: mutate_template.py. Needs aws-sam-translator.
"""
import copy
import pathlib
import sys

import review_template


def mutated(templates, mutant):
    """The template after one change, by its path. The change must be possible and change something."""
    name = mutant.get("in", "template.yaml")
    template = node = copy.deepcopy(templates[name])
    *path, last = mutant["at"]
    for step in path:
        node = node[step]
    if "add" in mutant:
        node[last].append(mutant["add"])
    elif "set" in mutant:
        if (node[last] if isinstance(node, list) else node.get(last)) == mutant["set"]:
            raise ValueError("it changes nothing")
        node[last] = mutant["set"]
    else:
        del node[last]
    return {name: template}


def survives(templates, mutant):
    changed = mutated(templates, mutant)
    try:
        return not any(review_template.problems(changed))
    except Exception:  # what SAM does not transform cannot be deployed
        return False


def main():
    templates = {path: review_template.read(review_template.ROOT / path) for path in review_template.TEMPLATES}
    if any(review_template.problems(templates)):
        sys.exit("The templates have problems as they are.")
    mutants = review_template.read(pathlib.Path(__file__).resolve().parent / "mutants.yaml")
    survivors = [mutant for mutant in mutants if survives(templates, mutant)]
    for mutant in survivors:
        print(f"SURVIVED {mutant['what']}: {mutant['at']}")
    print(f"{len(mutants) - len(survivors)} of {len(mutants)} dangerous changes are found.")
    sys.exit(1 if survivors else 0)


if __name__ == "__main__":
    main()
