using System.Text.Json;
using Talentys.Contracts;
using Talentys.Kernel;
using Talentys.Query.Lineage.Flows;
using Talentys.Query.Lineage.Tables;
using Talentys.Query.Lineage.Trees;
using Talentys.Query.Public;
using Talentys.Query.Syntax;

namespace Talentys.Query.Lineage.Statements;

/// <summary>Parses composed SELECTs and walks their trees.</summary>
internal sealed class ReadTree(SqlParser parser, string script, TableStates tables, LineageOptions options, List<LineageWarning> warnings)
{
    /// <summary>Room for the walk: it recurses with the nesting of the statement.</summary>
    private const int StackBytes = 256 << 20;

    /// <summary>Numbers of the columns that statements name.</summary>
    public SourceSet Named { get; private set; } = SourceSet.Empty;

    /// <summary>The columns that a SELECT gives; names that it does not know are looked for in a scope.</summary>
    public async Task<Relation> RelationAsync(ComposedSql sql, CancellationToken cancellationToken, NameScope? scope = null)
    {
        using var tree = await ParseAsync(sql, cancellationToken);
        var statements = tree.RootElement.GetProperty("statements");
        if (statements.GetArrayLength() != 1)
        {
            throw new FaultException(Fault.Invalid("query.syntax", "A query is missing here.", TextPlace.Of(script, sql.Original(0))));
        }

        var node = statements[0].GetProperty("node");
        var names = new StatementNames();
        names.Collect(node);
        await NameAsync(names, cancellationToken);
        var walk = new LineageWalk(tables, options, names, at => TextPlace.Of(script, sql.Original(at)), warnings);
        try
        {
            return await OnLargeStack(() => walk.Statement(node, scope));
        }
        finally
        {
            Named = Named.Union(walk.NamedColumns);
        }
    }

    private async Task<JsonDocument> ParseAsync(ComposedSql sql, CancellationToken cancellationToken)
    {
        var tree = JsonDocument.Parse(await parser.TreeAsync(sql.Sql, whole: true, cancellationToken), Tree.Options);
        var root = tree.RootElement;
        if (!root.Flag("error"))
        {
            return tree;
        }

        using (tree)
        {
            var message = root.Text("error_message") is { Length: > 0 } told ? told : "It cannot be parsed.";
            var at = root.Text("position") is { } position && int.TryParse(position, out var offset) ? sql.Original(offset) : sql.Original(0);
            throw new FaultException(Fault.Invalid(
                "query.syntax", $"{char.ToUpperInvariant(message[0])}{message[1..].TrimEnd('!', '.')}.", TextPlace.Of(script, at)));
        }
    }

    private async Task NameAsync(StatementNames names, CancellationToken cancellationToken)
    {
        var wanted = names.Wanted;
        if (wanted.Count == 0)
        {
            return;
        }

        var printed = await parser.PrintAsync([.. wanted.Select(StatementNames.Around)], cancellationToken);
        for (var i = 0; i < wanted.Count; i++)
        {
            names.Give(wanted[i], i < printed.Count ? printed[i] : null);
        }
    }

    private static Task<T> OnLargeStack<T>(Func<T> work)
    {
        var task = new Task<T>(work);
        new Thread(() => task.RunSynchronously(TaskScheduler.Default), StackBytes) { IsBackground = true, Name = "lineage" }.Start();
        return task;
    }
}
