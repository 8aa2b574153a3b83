using System.Diagnostics.CodeAnalysis;

namespace Talentys.Kernel;

/// <summary>A value, or the faults that kept it from being made.</summary>
/// <typeparam name="T">Type of the value.</typeparam>
public readonly struct Result<T>
{
    private readonly T? value;
    private readonly IReadOnlyList<Fault>? faults;

    private Result(T? value, IReadOnlyList<Fault>? faults)
    {
        this.value = value;
        this.faults = faults;
    }

    /// <summary>Whether there is a value.</summary>
    public bool Ok => faults is null;

    /// <summary>The value.</summary>
    /// <exception cref="FaultException">There is none.</exception>
    public T Value => faults is null ? value! : throw new FaultException(faults);

    /// <summary>The faults; empty when <see cref="Ok"/>.</summary>
    public IReadOnlyList<Fault> Faults => faults ?? [];

    /// <summary>Gets the value, or the faults.</summary>
    public bool TryGet([NotNullWhen(true)] out T? result, out IReadOnlyList<Fault> problems)
    {
        result = value;
        problems = Faults;
        return Ok;
    }

    /// <summary>A failed result.</summary>
    public static Result<T> Fail(IReadOnlyList<Fault> faults) => new(default, faults);

    /// <summary>A value is a good result.</summary>
    public static implicit operator Result<T>(T value) => new(value, null);

    /// <summary>A fault is a failed result.</summary>
    public static implicit operator Result<T>(Fault fault) => new(default, [fault]);
}
