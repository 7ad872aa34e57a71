"""Services import each other in any order: whichever comes first, no circle is left half-made."""

import subprocess
import sys
from pkgutil import iter_modules

from supportdesk import services

ALONE = """
import importlib, os, pkgutil, sys, traceback
import jinja2.sandbox, supportdesk.domain, supportdesk.store
for layer in (supportdesk.domain, supportdesk.store):
    for module in pkgutil.iter_modules(layer.__path__, f"{layer.__name__}."):
        importlib.import_module(module.name)
for name in sys.argv[1:]:
    child = os.fork()
    if not child:
        try:
            importlib.import_module(name)
        except BaseException:
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    if os.waitpid(child, 0)[1]:
        sys.exit(f"cannot be imported first: {name}")
"""
"""Each module in a process of its own, in which all that stands below the services and knows none of them is there."""


def test_every_service_can_be_the_first_that_is_imported() -> None:
    names = [module.name for module in iter_modules(services.__path__, "supportdesk.services.")]
    ran = subprocess.run([sys.executable, "-c", ALONE, *names], capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")
