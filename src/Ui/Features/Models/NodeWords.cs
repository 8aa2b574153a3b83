using MudBlazor;
using Talentys.Contracts;
using Talentys.Ui.Texts;

namespace Talentys.Ui.Features.Models;

/// <summary>Kinds and states of nodes in words.</summary>
public static class NodeWords
{
    /// <summary>How a node fares.</summary>
    public static string State(string state, Words words) => state switch
    {
        "running" => words["Running"],
        "succeeded" => words["Succeeded"],
        "warned" => words["Warned"],
        "failed" => words["Failed"],
        "skipped" => words["Skipped"],
        "cancelled" => words["Cancelled"],
        ProjectOutline.Never => words["Not built yet"],
        _ => "",
    };

    /// <summary>Tone of its badge.</summary>
    public static string Tone(string state) => state switch
    {
        "running" => "info",
        "succeeded" => "ok",
        "warned" => "warning",
        "failed" => "error",
        _ => "",
    };

    /// <summary>What sort of node it is.</summary>
    public static string Kind(string kind, Words words) => kind switch
    {
        "model" => words["Model"],
        "seed" => words["Seed"],
        "snapshot" => words["Snapshot"],
        "test" => words["Test"],
        "unit_test" => words["Unit test"],
        "source" => words["Source"],
        "exposure" => words["Exposure"],
        "metric" => words["Metric"],
        "semantic_model" => words["Semantic model"],
        "saved_query" => words["Saved query"],
        "analysis" => words["Analysis"],
        _ => kind,
    };

    /// <summary>What it makes, or what sort of node it is where it makes nothing. How models are materialised are words of dbt.</summary>
    public static string Makes(NodeDto node, Words words) => node is { Kind: "model" or "seed" or "snapshot", Materialized: { } how } ? how : Kind(node.Kind, words);

    /// <summary>Its name as people write it: a source's table with its source.</summary>
    public static string Name(NodeDto node) => node.Kind == "source" && node.Id.Split('.') is [_, _, var source, ..] ? $"{source}.{node.Name}" : node.Name;

    /// <summary>Its icon.</summary>
    public static string Icon(string kind) => kind switch
    {
        "seed" => Icons.Material.Outlined.Grass,
        "snapshot" => Icons.Material.Outlined.PhotoCamera,
        "test" or "unit_test" => Icons.Material.Outlined.FactCheck,
        "source" => Icons.Material.Outlined.Input,
        "exposure" => Icons.Material.Outlined.Dashboard,
        "metric" or "semantic_model" => Icons.Material.Outlined.Functions,
        "saved_query" or "analysis" => Icons.Material.Outlined.Terminal,
        _ => Icons.Material.Outlined.AccountTree,
    };
}
