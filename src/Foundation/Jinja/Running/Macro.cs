using Talentys.Jinja.Public;
using Talentys.Jinja.Values;

namespace Talentys.Jinja.Running;

/// <summary>A parameter of a macro.</summary>
internal sealed record Parameter(string Name, Expression? Default);

/// <summary>What a macro or a caller is: its parameters and its body.</summary>
internal sealed record MacroCode(string Name, IReadOnlyList<Parameter> Parameters, Body Body, bool TakesMore, bool TakesNamed, bool AsksCaller, int Line);

/// <summary><c>{% macro a(b, c=d) %}...{% endmacro %}</c></summary>
internal sealed class MacroStatement(MacroCode code) : Statement(code.Line)
{
    public MacroCode Code { get; } = code;

    public override Flow Execute(Frame frame)
    {
        frame.Scope[Code.Name] = new Macro(Code, frame, frame.Scope);
        return Flow.Next;
    }
}

/// <summary><c>{% call(a) b() %}...{% endcall %}</c></summary>
internal sealed class CallBlock(CallOf call, MacroCode caller) : Statement(caller.Line)
{
    public override Flow Execute(Frame frame)
    {
        var result = call.Evaluate(frame, new Macro(caller, frame, frame.Scope));
        if (result is JinjaReturn returned)
        {
            frame.Returned = returned;
            return Flow.Return;
        }

        frame.Write(result);
        return Flow.Next;
    }
}

/// <summary>A macro as a value.</summary>
internal sealed class Macro(MacroCode code, Frame around, Scope scope) : IJinjaCallable, IJinjaObject, IJinjaText
{
    public MacroCode Code { get; } = code;

    public string TypeName => "Macro";

    public string Text(bool isRepr) => $"<Macro {Texts.Repr(Code.Name)}>";

    public bool TryGet(string name, out object? value)
    {
        value = name switch
        {
            "name" => Code.Name,
            "arguments" => new PyTuple([.. Code.Parameters.Select(parameter => (object?)parameter.Name)]),
            "catch_varargs" => Code.TakesMore,
            "catch_kwargs" => Code.TakesNamed,
            "caller" => Code.AsksCaller,
            _ => null,
        };
        return value is not null;
    }

    public object? Call(JinjaArguments arguments)
    {
        var run = arguments.Run;
        run.Enter();
        try
        {
            var frame = around.Inner(Code.Name, scope);
            Bind(frame, arguments);
            return Code.Body.Execute(frame) == Flow.Return ? frame.Returned!.Value : frame.Output.ToString();
        }
        finally
        {
            run.Leave();
        }
    }

    private void Bind(Frame frame, JinjaArguments arguments)
    {
        var parameters = Code.Parameters;
        var named = arguments.Named.Count == 0 ? null : new Dictionary<string, object?>(arguments.Named, StringComparer.Ordinal);
        var taken = Math.Min(arguments.Values.Count, parameters.Count);
        var hasCaller = false;
        for (var i = 0; i < parameters.Count; i++)
        {
            var parameter = parameters[i];
            hasCaller |= parameter.Name == "caller";
            if (i < taken)
            {
                if (named is not null && named.ContainsKey(parameter.Name))
                {
                    throw Faults.Type($"macro {Texts.Repr(Code.Name)} got multiple values for argument {Texts.Repr(parameter.Name)}");
                }

                frame.Scope[parameter.Name] = arguments.Values[i];
            }
            else if (named is not null && named.Remove(parameter.Name, out var value))
            {
                frame.Scope[parameter.Name] = value;
            }
            else
            {
                frame.Scope[parameter.Name] = parameter.Default is { } given
                    ? given.Evaluate(frame) : new JinjaUndefined($"parameter {Texts.Repr(parameter.Name)} was not provided");
            }
        }

        if (Code.AsksCaller && !hasCaller)
        {
            object? caller = null;
            frame.Scope["caller"] = named is not null && named.Remove("caller", out caller) ? caller : new JinjaUndefined("No caller defined");
        }

        if (Code.TakesNamed)
        {
            frame.Scope["kwargs"] = new PyDict((named ?? []).Select(pair => KeyValuePair.Create((object?)pair.Key, pair.Value)));
        }
        else if (named is { Count: > 0 })
        {
            throw named.ContainsKey("caller")
                ? Faults.Type($"macro {Texts.Repr(Code.Name)} was invoked with two values for the special caller argument. This is most likely a bug.")
                : Faults.Type($"macro {Texts.Repr(Code.Name)} takes no keyword argument {Texts.Repr(named.Keys.First())}");
        }

        if (Code.TakesMore)
        {
            frame.Scope["varargs"] = new PyTuple([.. arguments.Values.Skip(taken)]);
        }
        else if (arguments.Values.Count > parameters.Count)
        {
            throw Faults.Type($"macro {Texts.Repr(Code.Name)} takes not more than {parameters.Count} argument(s)");
        }
    }
}
