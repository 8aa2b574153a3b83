using Talentys.Jinja.Public;
using Talentys.Transformation.Yaml;

namespace Talentys.Transformation.Projects;

/// <summary>The settings of nodes: those of <c>dbt_project.yml</c> along the folders, then those of properties, then those in the file.</summary>
internal static class ConfigTree
{
    private static readonly HashSet<string> DictSettings = ["meta", "docs", "grants", "persist_docs", "column_types", "contract", "event_time", "freshness", "tags"];

    /// <summary>What the files of projects say about a node: of its package, then of the root, which wins.</summary>
    public static PyDict OfProjects(DbtPackage root, DbtPackage package, string section, IReadOnlyList<string> fqn)
    {
        var config = new PyDict();
        Walk(config, package.Settings.Dict(section), fqn);
        if (!ReferenceEquals(root, package))
        {
            Walk(config, root.Settings.Dict(section), fqn);
        }

        return config;
    }

    /// <summary>The same as it is written, before it is rendered: what a state is compared by.</summary>
    public static PyDict Written(DbtPackage root, DbtPackage package, string section, IReadOnlyList<string> fqn)
    {
        var config = new PyDict();
        Walk(config, package.Written.Dict(section), fqn);
        if (!ReferenceEquals(root, package))
        {
            Walk(config, root.Written.Dict(section), fqn);
        }

        return config;
    }

    /// <summary>Adds settings of a nearer place: tags and hooks add up, dicts of meta and grants merge, all else is replaced.</summary>
    public static void Add(PyDict config, string name, object? value)
    {
        name = name.Replace('-', '_');
        config[name] = name switch
        {
            "tags" => new PyList(Values.Texts(config.Get(name)).Concat(Values.Texts(value)).Distinct().Order(StringComparer.Ordinal)),
            "pre_hook" or "post_hook" => new PyList(Items(config.Get(name)).Concat(Items(value))),
            "grants" when config.Get(name) is PyDict before && value is PyDict now => Granted(before, now),
            "meta" or "docs" or "column_types" or "persist_docs" or "quoting" or "snapshot_meta_column_names" when config.Get(name) is PyDict before && value is PyDict now => new PyDict(before.Concat(now)),
            _ => value,
        };
    }

    public static void Add(PyDict config, PyDict more)
    {
        foreach (var (name, value) in more)
        {
            if (name is string text)
            {
                Add(config, text.TrimStart('+'), value);
            }
        }
    }

    /// <summary>Privileges of a nearer place stand instead of those of the same name, or are added where their name has a plus.</summary>
    private static PyDict Granted(PyDict before, PyDict now)
    {
        var all = new PyDict(before);
        foreach (var (key, value) in now)
        {
            var (name, more) = ((key as string ?? "").TrimStart('+'), "+" + key?.ToString()?.TrimStart('+'));
            if (key as string == name)
            {
                all.Remove(more);
                all[name] = new PyList(Items(value));
            }
            else
            {
                // what is added to waits where nothing of the name was told yet
                var at = before.ContainsKey(name) ? name : more;
                all[at] = new PyList(Items(before.Get(at)).Concat(Items(value)));
            }
        }

        return all;
    }

    /// <summary>Settings of all places together: what was to be added to nothing is all there is.</summary>
    public static void Close(PyDict config)
    {
        if (config.Get("grants") is PyDict grants)
        {
            config["grants"] = new PyDict(grants.Select(pair => KeyValuePair.Create((object?)(pair.Key as string ?? "").TrimStart('+'), (object?)Items(pair.Value))));
        }
    }

    /// <summary>Whether a key means a setting, though its value could be a folder's.</summary>
    public static bool IsSetting(string name) => DictSettings.Contains(name);

    private static void Walk(PyDict config, PyDict tree, IReadOnlyList<string> fqn)
    {
        for (var level = 0; level <= fqn.Count; level++)
        {
            var next = level < fqn.Count ? fqn[level] : null;
            foreach (var (key, value) in tree)
            {
                if (key is string name && (name[0] == '+' || (name != next && (value is not PyDict || DictSettings.Contains(name)))))
                {
                    Add(config, name.TrimStart('+'), value);
                }
            }

            if (next is null || tree.Get(next) is not PyDict inner)
            {
                return;
            }

            tree = inner;
        }
    }

    private static PyList Items(object? value) => value is PyList list ? list : value is null ? [] : [value];
}
