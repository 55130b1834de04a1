"""Places in the environment of a program, `PASSWORD=PW`."""

import os

from registry import place


@place("django-environ-env", "django-environ")
def django_environ_env(password):
    import environ

    os.environ["PASSWORD"] = password
    return environ.Env().str("PASSWORD")


@place("dynaconf-env", "dynaconf")
def dynaconf_env(password):
    import dynaconf

    os.environ["DYNACONF_PASSWORD"] = password
    value = dynaconf.Dynaconf(environments=False, load_dotenv=False).PASSWORD
    return value if isinstance(value, str) else None
