namespace Talentys.Jinja.Public;

/// <summary>A value with arithmetic of its own: dates, spans of time.</summary>
public interface IJinjaOperand
{
    /// <summary>The result of an operation with another value; false when it has none.</summary>
    /// <param name="sign">The operation: <c>+</c>, <c>-</c>, <c>*</c>, <c>/</c>, <c>//</c>, <c>%</c>, <c>**</c>.</param>
    /// <param name="other">The other value.</param>
    /// <param name="isLeft">This value stands on the left.</param>
    /// <param name="result">The result.</param>
    bool TryOperate(string sign, object? other, bool isLeft, out object? result);
}
