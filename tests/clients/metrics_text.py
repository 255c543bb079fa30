# SPDX-License-Identifier: Apache-2.0 OR MIT
"""Reads metrics from standard input with the parsers of Prometheus' own client; prints all samples as JSON.

Its one argument names the format: prometheus or openmetrics.
"""

import json
import math
import sys

from prometheus_client import parser
from prometheus_client.openmetrics import parser as openmetrics_parser

parse = {
    "prometheus": parser.text_string_to_metric_families,
    "openmetrics": openmetrics_parser.text_string_to_metric_families,
}[sys.argv[1]]

json.dump(
    [
        {
            "name": family.name,
            "type": family.type,
            "help": family.documentation,
            "unit": family.unit,
            "samples": [
                [sample.name, sample.labels, sample.value if math.isfinite(sample.value) else str(sample.value)]
                for sample in family.samples
            ],
        }
        for family in parse(sys.stdin.buffer.read().decode())
    ],
    sys.stdout,
)
