using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Talentys.Operations.Requests;

/// <summary>
/// Measures the requests of the API, outside of all other middlewares. Feeds of events are left out: they last as long as
/// somebody looks at them.
/// </summary>
internal sealed class RequestMeasure(RequestFigures figures, TimeProvider clock) : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(MeasureAsync);
        next(app);
    };

    private async Task MeasureAsync(HttpContext context, RequestDelegate next)
    {
        if (!context.Request.Path.StartsWithSegments("/api"))
        {
            await next(context);
            return;
        }

        var started = clock.GetTimestamp();
        var thrown = true;
        try
        {
            await next(context);
            thrown = false;
        }
        finally
        {
            if (context.Response.ContentType?.StartsWith("text/event-stream", StringComparison.OrdinalIgnoreCase) != true)
            {
                figures.Add(clock.GetElapsedTime(started), thrown || context.Response.StatusCode >= StatusCodes.Status500InternalServerError);
            }
        }
    }
}
