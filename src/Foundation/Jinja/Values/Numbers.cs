using System.Globalization;
using System.Numerics;
using Talentys.Jinja.Public;

namespace Talentys.Jinja.Values;

/// <summary>Python's numbers: int of any size (long while it fits), float, bool as 0 and 1, and Decimal.</summary>
internal static class Numbers
{
    private const int MostBits = 1_000_000;

    public static bool IsNumber(object? value) => value is long or double or bool or BigInteger or decimal;

    public static bool IsInt(object? value) => value is long or bool or BigInteger;

    /// <summary>An int as the smallest type that holds it.</summary>
    public static object Int(BigInteger value) => value >= long.MinValue && value <= long.MaxValue ? (object)(long)value : value;

    public static BigInteger Big(object value) => value switch
    {
        long number => number,
        bool truth => truth ? 1 : 0,
        BigInteger big => big,
        _ => throw Faults.Type($"'{Kinds.NameOf(value)}' object cannot be interpreted as an integer"),
    };

    /// <summary>An index or a count: an int that fits into an <c>int</c>, cut to its range.</summary>
    public static int Index(object? value)
    {
        if (!IsInt(value))
        {
            throw Faults.Type($"'{Kinds.NameOf(value)}' object cannot be interpreted as an integer");
        }

        var big = Big(value!);
        return big > int.MaxValue ? int.MaxValue : big < -int.MaxValue ? -int.MaxValue : (int)big;
    }

    public static double Float(object value) => value switch
    {
        double number => number,
        long number => number,
        bool truth => truth ? 1 : 0,
        decimal number => (double)number,
        BigInteger big => double.IsFinite((double)big) ? (double)big : throw new JinjaException("OverflowError", "int too large to convert to float"),
        _ => throw Faults.Type($"must be real number, not {Kinds.NameOf(value)}"),
    };

    public static int HashOf(object value) => value switch
    {
        double number when number != Math.Floor(number) || !double.IsFinite(number) => number.GetHashCode(),
        double number => new BigInteger(number).GetHashCode(),
        decimal number when number != decimal.Floor(number) => ((double)number).GetHashCode(),
        decimal number => new BigInteger(number).GetHashCode(),
        _ => Big(value).GetHashCode(),
    };

    public static bool AreEqual(object left, object right) => !IsNaN(left) && !IsNaN(right) && Compare(left, right) == 0;

    public static int Compare(object left, object right)
    {
        if (left is long a && right is long b)
        {
            return a.CompareTo(b);
        }

        if (left is double || right is double)
        {
            // an int beyond 2^53 is compared exactly, as Python does
            if (left is double x && IsInt(right))
            {
                return CompareExactly(x, Big(right));
            }

            if (right is double y && IsInt(left))
            {
                return -CompareExactly(y, Big(left));
            }

            return Float(left).CompareTo(Float(right));
        }

        return left is decimal || right is decimal ? Decimal(left).CompareTo(Decimal(right)) : Big(left).CompareTo(Big(right));
    }

    /// <summary>An operation of arithmetic on two numbers.</summary>
    public static object Of(char operation, object left, object right)
    {
        if (left is double || right is double)
        {
            if (left is decimal || right is decimal)
            {
                throw Faults.Type($"unsupported operand type(s) for {Sign(operation)}: '{Kinds.NameOf(left)}' and '{Kinds.NameOf(right)}'");
            }

            return OfFloats(operation, Float(left), Float(right));
        }

        if (left is decimal || right is decimal)
        {
            return OfDecimals(operation, Decimal(left), Decimal(right));
        }

        return left is long a && right is long b && Quick(operation, a, b) is { } quick ? quick : OfInts(operation, Big(left), Big(right));
    }

    public static object Negated(object value) => value switch
    {
        double number => -number,
        decimal number => -number,
        _ => Int(-Big(value)),
    };

    public static string Text(double number)
    {
        if (double.IsNaN(number))
        {
            return "nan";
        }

        if (double.IsInfinity(number))
        {
            return number > 0 ? "inf" : "-inf";
        }

        if (number == 0)
        {
            return double.IsNegative(number) ? "-0.0" : "0.0";
        }

        // the shortest digits that lead back to the number, laid out as Python does: an exponent below 1e-4 and from 1e16
        var round = number.ToString("R", CultureInfo.InvariantCulture);
        var digits = Digits(round, out var exponent);
        var sign = number < 0 ? "-" : "";
        if (exponent is < -4 or >= 16)
        {
            var power = $"{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}";
            return $"{sign}{digits[0]}{(digits.Length > 1 ? "." + digits[1..] : "")}e{power}";
        }

        return exponent < 0 ? $"{sign}0.{new string('0', -exponent - 1)}{digits}"
            : digits.Length <= exponent + 1 ? $"{sign}{digits.PadRight(exponent + 1, '0')}.0"
            : $"{sign}{digits[..(exponent + 1)]}.{digits[(exponent + 1)..]}";
    }

    private static string Digits(string round, out int exponent)
    {
        var mark = round.IndexOf('E', StringComparison.Ordinal);
        var mantissa = (mark < 0 ? round : round[..mark]).TrimStart('-');
        exponent = mark < 0 ? 0 : int.Parse(round.AsSpan(mark + 1), CultureInfo.InvariantCulture);
        var point = mantissa.IndexOf('.', StringComparison.Ordinal);
        exponent += (point < 0 ? mantissa.Length : point) - 1;
        var digits = mantissa.Replace(".", "", StringComparison.Ordinal);
        var zeros = digits.Length - digits.TrimStart('0').Length;
        exponent -= zeros;
        digits = digits[zeros..].TrimEnd('0');
        return digits.Length == 0 ? "0" : digits;
    }

    private static int CompareExactly(double left, BigInteger right) =>
        double.IsNaN(left) ? -1
        : double.IsInfinity(left) ? (left > 0 ? 1 : -1)
        : new BigInteger(Math.Floor(left)).CompareTo(right) is var whole and not 0 ? whole
        : left > Math.Floor(left) ? 1 : 0;

    private static bool IsNaN(object value) => value is double number && double.IsNaN(number);

    private static decimal Decimal(object value) => value switch
    {
        decimal number => number,
        double number => (decimal)number,
        _ => (decimal)Big(value),
    };

    private static long? Quick(char operation, long left, long right)
    {
        long result;
        switch (operation)
        {
            case '+':
                result = unchecked(left + right);
                return ((left ^ result) & (right ^ result)) < 0 ? null : result;
            case '-':
                result = unchecked(left - right);
                return ((left ^ right) & (left ^ result)) < 0 ? null : result;
            case '*':
                var product = Math.BigMul(left, right, out var low);
                return (product == 0 && low >= 0) || (product == -1 && low < 0) ? low : null;
            default:
                return null;
        }
    }

    private static object OfInts(char operation, BigInteger left, BigInteger right)
    {
        switch (operation)
        {
            case '+':
                return Int(left + right);
            case '-':
                return Int(left - right);
            case '*':
                Bound(left.GetBitLength() + right.GetBitLength());
                return Int(left * right);
            case '/':
                Divisor(right.IsZero, "division by zero");
                return Quotient(left, right);
            case '\\':
                Divisor(right.IsZero, "integer division or modulo by zero");
                return Int(Floor(left, right, out _));
            case '%':
                Divisor(right.IsZero, "integer modulo by zero");
                Floor(left, right, out var rest);
                return Int(rest);
            default:
                return Power(left, right);
        }
    }

    private static BigInteger Floor(BigInteger left, BigInteger right, out BigInteger rest)
    {
        var quotient = BigInteger.DivRem(left, right, out rest);
        if (!rest.IsZero && rest.Sign != right.Sign)
        {
            quotient--;
            rest += right;
        }

        return quotient;
    }

    private static double Quotient(BigInteger left, BigInteger right)
    {
        var (a, b) = ((double)left, (double)right);
        if (double.IsFinite(a) && double.IsFinite(b))
        {
            return a / b;
        }

        var shift = (int)Math.Max(0, Math.Max(left.GetBitLength(), right.GetBitLength()) - 1000);
        var result = (double)(left >> shift) / (double)(right >> shift);
        return double.IsFinite(result) ? result : throw new JinjaException("OverflowError", "integer division result too large for a float");
    }

    private static object Power(BigInteger left, BigInteger right)
    {
        if (right.Sign < 0)
        {
            Divisor(left.IsZero, "0.0 cannot be raised to a negative power");
            return Math.Pow((double)left, (double)right);
        }

        if (left.IsOne || left.IsZero)
        {
            return Int(right.IsZero ? BigInteger.One : left);
        }

        if (left == BigInteger.MinusOne)
        {
            return right.IsEven ? 1L : -1L;
        }

        Bound(right > MostBits ? long.MaxValue : (long)right * left.GetBitLength());
        return Int(BigInteger.Pow(left, (int)right));
    }

    private static void Bound(long bits)
    {
        if (bits > MostBits)
        {
            throw Faults.Limit("The number is too large.");
        }
    }

    private static double OfFloats(char operation, double left, double right)
    {
        switch (operation)
        {
            case '+':
                return left + right;
            case '-':
                return left - right;
            case '*':
                return left * right;
            case '/':
                Divisor(right == 0, "float division by zero");
                return left / right;
            case '\\':
                Divisor(right == 0, "float floor division by zero");
                return Math.Round((left - Rest(left, right)) / right);
            case '%':
                Divisor(right == 0, "float modulo");
                return Rest(left, right);
            default:
                Divisor(left == 0 && right < 0, "0.0 cannot be raised to a negative power");
                return Math.Pow(left, right);
        }
    }

    private static double Rest(double left, double right)
    {
        var rest = left % right;
        return rest == 0 ? Math.CopySign(0, right) : rest < 0 != right < 0 ? rest + right : rest;
    }

    private static object OfDecimals(char operation, decimal left, decimal right)
    {
        try
        {
            switch (operation)
            {
                case '+':
                    return left + right;
                case '-':
                    return left - right;
                case '*':
                    return left * right;
                case '/':
                    Divisor(right == 0, "division by zero");
                    return left / right;
                case '\\':
                    Divisor(right == 0, "division by zero");
                    return decimal.Truncate(left / right);
                case '%':
                    Divisor(right == 0, "division by zero");
                    return left % right;
                default:
                    return (decimal)Math.Pow((double)left, (double)right);
            }
        }
        catch (OverflowException)
        {
            throw new JinjaException("OverflowError", "the Decimal is too large");
        }
    }

    private static void Divisor(bool isZero, string message)
    {
        if (isZero)
        {
            throw new JinjaException("ZeroDivisionError", message);
        }
    }

    private static string Sign(char operation) => operation switch { '\\' => "//", '^' => "** or pow()", _ => operation.ToString() };
}
