using System.Globalization;
using System.Numerics;
using Talentys.Jinja.Public;
using Talentys.Jinja.Values;

namespace Talentys.Jinja.Filters;

/// <summary>Filters of numbers.</summary>
internal static class NumberFilters
{
    public static object? Abs(JinjaArguments arguments)
    {
        var value = arguments.Bind("abs", "x")[0];
        return value switch
        {
            JinjaUndefined undefined => throw Faults.Undefined(undefined),
            double number => Math.Abs(number),
            decimal number => Math.Abs(number),
            _ when Numbers.IsInt(value) => Numbers.Int(BigInteger.Abs(Numbers.Big(value!))),
            _ => throw Faults.Type($"bad operand type for abs(): '{Kinds.NameOf(value)}'"),
        };
    }

    public static object? Int(JinjaArguments arguments)
    {
        var bound = arguments.Bind("int", "value", "default?", "base?");
        var otherwise = Given.Is(bound[1]) ? bound[1] : 0L;
        return Given.Int(bound[2], 10) is var radix && bound[0] is string && radix is not (0 or (>= 2 and <= 36)) ? otherwise : Conversions.Int(bound[0], radix) ?? otherwise;
    }

    public static object? Float(JinjaArguments arguments)
    {
        var bound = arguments.Bind("float", "value", "default?");
        return Conversions.Float(bound[0]) ?? (Given.Is(bound[1]) ? bound[1] : 0.0);
    }

    public static object? Round(JinjaArguments arguments)
    {
        var bound = arguments.Bind("round", "value", "precision?", "method?");
        var method = Given.Text(bound[2], "common");
        var precision = Given.Int(bound[1], 0);
        if (method is not ("common" or "ceil" or "floor"))
        {
            throw new JinjaException("FilterArgumentError", "method must be common, ceil or floor");
        }

        if (bound[0] is JinjaUndefined undefined)
        {
            throw Faults.Undefined(undefined);
        }

        if (!Numbers.IsNumber(bound[0]))
        {
            throw Faults.Type($"type {Kinds.NameOf(bound[0])} doesn't define __round__ method");
        }

        if (method == "common")
        {
            return Numbers.IsInt(bound[0]) ? Numbers.Int(Conversions.Rounded(Numbers.Big(bound[0]!), precision))
                : bound[0] is decimal exact ? Math.Round(exact, Math.Clamp(precision, 0, 28), MidpointRounding.ToEven)
                : Conversions.Rounded(Numbers.Float(bound[0]!), precision);
        }

        var scale = Math.Pow(10, precision);
        var scaled = Numbers.Float(bound[0]!) * scale;
        return (method == "ceil" ? Math.Ceiling(scaled) : Math.Floor(scaled)) / scale;
    }

    public static object? Sum(JinjaArguments arguments)
    {
        var bound = arguments.Bind("sum", "iterable", "attribute?", "start?");
        var sum = Given.Is(bound[2]) ? bound[2] : 0L;
        foreach (var item in Sequences.Iterate(bound[0]))
        {
            sum = Operations.Of("+", sum, Given.Is(bound[1]) && bound[1] is not null ? Given.Attribute(arguments.Run, item, bound[1], JinjaArguments.Missing) : item);
        }

        return sum;
    }

    public static object? FileSize(JinjaArguments arguments)
    {
        var bound = arguments.Bind("filesizeformat", "value", "binary?");
        var binary = Given.Truth(bound[1], false);
        var bytes = Conversions.Float(bound[0]) is double number ? number : throw Faults.Value($"could not convert string to float: {Texts.Repr(bound[0])}");
        var unit = binary ? 1024.0 : 1000.0;
        string[] names = binary ? ["KiB", "MiB", "GiB", "TiB", "PiB", "EiB", "ZiB", "YiB"] : ["kB", "MB", "GB", "TB", "PB", "EB", "ZB", "YB"];
        if (bytes == 1)
        {
            return "1 Byte";
        }

        if (bytes < unit)
        {
            return $"{((long)bytes).ToString(CultureInfo.InvariantCulture)} Bytes";
        }

        var at = 0;
        var size = unit * unit;
        for (; at < names.Length - 1 && bytes >= size; at++)
        {
            size *= unit;
        }

        return $"{new NumberSpec { Kind = 'f', Precision = 1 }.Float(unit * bytes / size)} {names[at]}";
    }
}
