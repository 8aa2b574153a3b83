using System.Text.Json.Nodes;

namespace Talentys.Projects.Settings;

/// <summary>The JSON Schema of <c>talentys.yml</c>.</summary>
internal static class ProjectSchema
{
    private const string Json = """
        {
          "type": "object",
          "description": "Settings of a Talentys project.",
          "additionalProperties": false,
          "properties": {
            "name": {
              "type": "string", "pattern": "^[a-z][a-z0-9_-]{0,62}$",
              "description": "Name of the project.",
              "patternErrorMessage": "Use 1 to 63 small letters, digits, hyphens and underscores, beginning with a letter."
            },
            "requires": {"type": "string", "description": "Versions of Talentys that this project works with, such as \">=0.1\" or \">=0.1, <2\"."},
            "default_env": {"type": "string", "description": "Environment that commands use when none is named: one of envs."},
            "envs": {
              "type": "object", "description": "Environments by name.",
              "additionalProperties": {"$ref": "#/$defs/env"}
            },
            "schedules": {
              "type": "object", "description": "What runs by itself, by name.",
              "additionalProperties": {"$ref": "#/$defs/schedule"}
            },
            "notify": {"type": "array", "description": "Who is told of what.", "items": {"$ref": "#/$defs/notice"}}
          },
          "$defs": {
            "env": {
              "type": ["object", "null"], "additionalProperties": false,
              "properties": {
                "read_from": {"type": "string", "description": "Environment whose tables are read where this one has none of its own."},
                "edit": {
                  "type": "string", "enum": ["files", "review", "locked"],
                  "description": "How resources change: by saving files, by a reviewed plan, or not at all."
                },
                "lake": {"type": "string", "description": "Where the tables are: a folder, or s3://bucket/prefix."}
              }
            },
            "schedule": {
              "type": "object", "additionalProperties": false, "required": ["run"],
              "properties": {
                "cron": {"type": "string", "description": "Minute, hour, day of the month, month, day of the week: \"0 5 * * *\"."},
                "when": {"type": "string", "enum": ["stale"], "description": "Runs as soon as something is out of date."},
                "timezone": {"type": "string", "description": "Time zone of cron, such as Europe/Paris; UTC if there is none."},
                "run": {"type": "string", "description": "What to bring up to date: a selection, such as \"tag:nightly+\"."},
                "at_most_every": {
                  "type": "string", "pattern": "^[1-9][0-9]{0,5}(s|m|h|d)$", "description": "Least time between two runs, such as 10m.",
                  "patternErrorMessage": "Write a number and s, m, h or d, such as 10m."
                }
              }
            },
            "notice": {
              "type": "object", "additionalProperties": false, "required": ["on", "to"],
              "properties": {
                "on": {
                  "type": "array", "description": "What happened.",
                  "items": {"type": "string", "enum": ["failed", "late", "schema_changed"]}
                },
                "to": {
                  "type": "string", "writeOnly": true, "description": "A mail address, or a reference to the address of a web hook.",
                  "pattern": "^(\\$\\{(secret|env):[A-Za-z_][A-Za-z0-9_]*\\}|[^@\\s:/]+@[^@\\s:/]+)$",
                  "patternErrorMessage": "Write \"${secret:NAME}\", \"${env:NAME}\" or a mail address; addresses of web hooks are secrets."
                }
              }
            }
          }
        }
        """;

    internal static JsonObject Make() => JsonNode.Parse(Json)!.AsObject();
}
